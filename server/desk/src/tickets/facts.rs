//! What a decision rests on, read from the directory.

use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::organisation::OnDay;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::time::{DAY, Zone};
use guichet_domain::tickets::approval_route::{Route, route};
use guichet_domain::tickets::facts::{Facts, ServiceFacts};
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::{ItemId, PersonId, TeamId, Timestamp};
use jiff::civil::Date;

/// Everything the server knows; `person` is whom the command names, if anybody.
pub(crate) fn facts(directory: &Directory, zone: &Zone, now: Timestamp) -> Facts {
    let settings = &directory.settings;
    let services = directory
        .services
        .values()
        .filter(|service| service.active)
        .map(|service| {
            let categories = directory
                .categories
                .values()
                .filter(|category| category.active && category.service == service.id)
                .map(|category| category.id)
                .collect();
            (
                service.id,
                ServiceFacts {
                    team: standing(directory, service.team),
                    restricted: service.restricted,
                    categories,
                },
            )
        });
    Facts {
        matrix: Some(settings.matrix.clone()),
        agents: Some(
            directory
                .agents()
                .map(|person| (person.id, person.teams.clone()))
                .collect(),
        ),
        teams: Some(
            directory
                .teams
                .values()
                .filter(|t| t.active)
                .map(|t| t.id)
                .collect(),
        ),
        services: Some(services.collect()),
        people: None,
        readable: None,
        route: None,
        item: Some(None),
        closes_at: Some(closes_at(directory, zone, now)),
        reopen_until: Some(now.plus(i64::from(settings.reopen_within_days) * DAY)),
        first_team: Some(settings.first_team),
    }
}

/// As [`facts`], with who would be asked about this request.
pub(crate) fn facts_for(
    directory: &Directory,
    zone: &Zone,
    now: Timestamp,
    ticket: &Ticket,
) -> Facts {
    let item = ticket.item.and_then(|item| directory.items.get(&item));
    let asked = (ticket.affected, ticket.reporter);
    Facts {
        route: route_of(directory, item, asked, today(zone, now)),
        ..facts(directory, zone, now)
    }
}

/// The day it is, where the desk is.
pub(crate) fn today(zone: &Zone, now: Timestamp) -> Date {
    zone.civil(now).date()
}

/// That team, or the one where tickets begin if it was dissolved.
fn standing(directory: &Directory, team: TeamId) -> TeamId {
    let stands = directory.teams.get(&team).is_some_and(|team| team.active);
    if stands {
        team
    } else {
        directory.settings.first_team
    }
}

/// As [`facts`], for asking for an item of the catalogue: what it asks, and who must agree.
pub(crate) fn facts_to_ask(
    facts: Facts,
    directory: &Directory,
    item: Option<ItemId>,
    asked: (PersonId, Option<PersonId>),
    day: Date,
) -> Facts {
    let item = item
        .and_then(|item| directory.items.get(&item))
        .filter(|item| item.active);
    let standing = |item: &Item| Item {
        team: standing(directory, item.team),
        ..item.clone()
    };
    Facts {
        route: route_of(directory, item, asked, day),
        item: Some(item.map(standing)),
        ..facts
    }
}

fn route_of(
    directory: &Directory,
    item: Option<&Item>,
    (affected, reporter): (PersonId, Option<PersonId>),
    day: Date,
) -> Option<Option<Route>> {
    let organisation = OnDay(directory, day);
    Some(item.and_then(|item| route(&item.approval, affected, reporter, &organisation)))
}

/// What of it the browser of that viewer may hold.
pub(crate) fn for_browser(facts: Facts, viewer: Viewer) -> Facts {
    match viewer {
        Viewer::Agent => Facts {
            route: None,
            item: None,
            people: None,
            ..facts
        },
        Viewer::Participant | Viewer::Approver => Facts::default(),
    }
}

fn closes_at(directory: &Directory, zone: &Zone, now: Timestamp) -> Timestamp {
    let days = directory.settings.close_after_working_days;
    working_days_on(directory, zone, now, days)
}

/// So many working days on, at the same hour.
pub(crate) fn working_days_on(
    directory: &Directory,
    zone: &Zone,
    from: Timestamp,
    days: u32,
) -> Timestamp {
    let civil = zone.civil(from);
    let calendar = &directory.settings.calendar;
    let date = calendar.add_working_days(civil.date(), days);
    zone.instant(date.to_datetime(civil.time()))
}
