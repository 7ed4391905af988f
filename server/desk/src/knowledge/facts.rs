//! Facts for decisions on articles, read from the directory.

use crate::tickets::facts::DirectoryFacts;
use guichet_domain::TicketId;
use guichet_domain::directory::service::Service;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::knowledge::facts::ArticleFacts;
use guichet_domain::knowledge::view::Restricted;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Facts the server has for every article. `tickets` are those that the command names and the actor
/// may see.
pub(super) fn article_facts(
    directory: &Arc<Directory>,
    actor: &Actor,
    tickets: BTreeSet<TicketId>,
) -> ArticleFacts {
    let chosen = |is: &dyn Fn(&Service) -> bool| {
        let services = directory.services.values().filter(|service| is(service));
        services.map(|service| service.id).collect()
    };
    let publishes = |service: &Service| {
        actor
            .person()
            .is_some_and(|person| service.publishers.contains(&person))
    };
    let DirectoryFacts {
        agents, services, ..
    } = DirectoryFacts::of(directory);
    ArticleFacts {
        services,
        restricted: restricted(directory),
        agents,
        tickets,
        unreviewed: chosen(&|service| service.unreviewed),
        publishes: chosen(&publishes),
        ..ArticleFacts::default()
    }
}

/// Services whose articles are for their own team, also those that can no longer be chosen.
pub(crate) fn restricted(directory: &Directory) -> Restricted {
    let services = directory.services.values();
    let restricted = services.filter(|service| service.restricted);
    restricted
        .map(|service| (service.id, service.team))
        .collect()
}
