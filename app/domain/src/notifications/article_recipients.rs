//! Recipients of notifications about articles.

use crate::directory::whole::Directory;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::ids::PersonId;
use crate::knowledge::article::Article;
use crate::knowledge::event::{ArticleEnvelope, ArticleEvent};
use crate::knowledge::view::{Restricted, works_on};
use crate::notifications::notice::Notice;
use crate::notifications::recipients::Recipient;
use std::collections::BTreeSet;

/// Whether anybody is notified of events of this kind.
pub const fn is_told(event: &ArticleEvent) -> bool {
    matches!(
        event,
        ArticleEvent::Submitted
            | ArticleEvent::SentBack { .. }
            | ArticleEvent::OwnerReminded { .. }
    )
}

/// Returns everybody to be notified of an event of an article. `before` is the article before it.
/// Nobody is notified of what they did themselves, nor of an article that they may not work on.
pub fn article_recipients(
    before: &Article,
    envelope: &ArticleEnvelope,
    directory: &Directory,
    restricted: &Restricted,
) -> Vec<Recipient> {
    let author = || before.draft.as_ref().and_then(|draft| draft.by.person());
    let (people, notice): (Vec<PersonId>, Notice) = match &envelope.event {
        ArticleEvent::Submitted => (reviewers(before, directory), Notice::ReviewAsked),
        ArticleEvent::SentBack { .. } => (author().into_iter().collect(), Notice::SentBack),
        ArticleEvent::OwnerReminded { owner } => (vec![*owner], Notice::ReviewDue),
        ArticleEvent::Written { .. }
        | ArticleEvent::Revised { .. }
        | ArticleEvent::Published { .. }
        | ArticleEvent::Discarded
        | ArticleEvent::Archived { .. }
        | ArticleEvent::Restored { .. }
        | ArticleEvent::OwnerChanged { .. }
        | ArticleEvent::ReviewPlanned { .. }
        | ArticleEvent::TicketLinked { .. }
        | ArticleEvent::TicketUnlinked { .. }
        | ArticleEvent::Attached { .. }
        | ArticleEvent::Detached { .. }
        | ArticleEvent::Redacted { .. } => return Vec::new(),
    };
    let may = |person: &PersonId| {
        let person = directory.people.get(person).filter(|one| one.active);
        person.is_some_and(|person| works_on(before, &person.actor(), restricted))
    };
    let others = people
        .into_iter()
        .filter(|person| envelope.by.person() != Some(*person));
    let told = others.filter(may).map(|person| Recipient {
        person,
        notice,
        watching: false,
        own: false,
    });
    told.collect()
}

/// Who is asked to review: the leads of the team of the service, and whom it names; of what is about
/// no service, those of the author's own teams.
fn reviewers(article: &Article, directory: &Directory) -> Vec<PersonId> {
    let content = article.latest();
    let service = content.and_then(|content| directory.services.get(&content.service?));
    let author = article.draft.as_ref().and_then(|draft| draft.by.person());
    let author = author.and_then(|author| directory.people.get(&author));
    let teams = match (service, author) {
        (Some(service), _) => BTreeSet::from([service.team]),
        (None, Some(author)) => author.teams.clone(),
        (None, None) => BTreeSet::new(),
    };
    let leads = |actor: &Actor| actor.role == Role::TeamLead && !actor.teams.is_disjoint(&teams);
    let is_named = |person| service.is_some_and(|service| service.publishers.contains(&person));
    let people = directory.people.values();
    let asked = people.filter(|person| leads(&person.actor()) || is_named(person.id));
    asked.map(|person| person.id).collect()
}
