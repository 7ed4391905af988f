//! Recipients of notifications about articles.

use crate::directory::whole::Directory;
use crate::kernel::actor::{Actor, Role, Who};
use crate::kernel::ids::PersonId;
use crate::knowledge::article::Article;
use crate::knowledge::event::ArticleEvent;
use crate::knowledge::view::{Restricted, works_on};
use crate::notifications::notice::Notice;
use crate::notifications::recipients::Recipient;
use std::collections::BTreeSet;

/// Whom an event of an article concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concerned {
    /// Whoever may be asked to review it.
    Reviewers,
    /// Whoever wrote the draft.
    Author,
    /// This person.
    Person(PersonId),
}

/// Returns what kind of notification an event of an article leads to, and to whom, if to anybody.
pub const fn notice_of(event: &ArticleEvent) -> Option<(Notice, Concerned)> {
    match event {
        ArticleEvent::Submitted => Some((Notice::ReviewAsked, Concerned::Reviewers)),
        ArticleEvent::SentBack { .. } => Some((Notice::SentBack, Concerned::Author)),
        ArticleEvent::OwnerReminded { owner } => {
            Some((Notice::ReviewDue, Concerned::Person(*owner)))
        }
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
        | ArticleEvent::Redacted { .. } => None,
    }
}

/// Returns everybody to be notified of what somebody did to an article. `before` is the article before
/// it. Nobody is notified of what they did themselves, nor of an article that they may not work on.
pub fn article_recipients(
    (notice, concerned): (Notice, Concerned),
    before: &Article,
    by: &Who,
    directory: &Directory,
    restricted: &Restricted,
) -> Vec<Recipient> {
    let author = || before.draft.as_ref().and_then(|draft| draft.by.person());
    let people = match concerned {
        Concerned::Reviewers => reviewers(before, directory),
        Concerned::Author => author().into_iter().collect(),
        Concerned::Person(person) => vec![person],
    };
    let may = |person: &PersonId| {
        let person = directory.people.get(person).filter(|one| one.active);
        person.is_some_and(|person| works_on(before, &person.actor(), restricted))
    };
    let others = people
        .into_iter()
        .filter(|person| by.person() != Some(*person));
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
