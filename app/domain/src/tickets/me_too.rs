//! "It happens to me too": a short incident under what is announced or published already.

use crate::kernel::ids::{ArticleId, DisruptionId, TextId, TicketId};
use crate::kernel::reference::{Kind, Reference};
use crate::tickets::decide::output::Output;
use crate::tickets::event::Event;
use crate::tickets::hold::{Hold, HoldReason, Reminders};
use crate::tickets::link::{Link, Relation};
use crate::tickets::telling::{Known, Source};
use crate::tickets::ticket::{LINKS_MAX, Ticket};
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What happens to somebody else too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeToo {
    /// A disruption that is announced.
    Disruption(DisruptionId),
    /// A known error that an article is about.
    Article(ArticleId),
}

/// Ticket that an incident is recorded under, and what can be done meanwhile. Its user learns of
/// neither its number nor its texts, but of the workaround.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The ticket.
    pub ticket: Ticket,
    /// Its workaround, if there is one.
    pub workaround: Option<(TextId, String)>,
}

/// Whether others may report an incident under this ticket: an open problem or incident that all
/// agents see. Nobody learns of another by it.
pub fn is_parent(ticket: &Ticket) -> bool {
    let fits = matches!(ticket.kind, Kind::Problem | Kind::Incident);
    fits && ticket.state.is_open() && !ticket.is_scoped()
}

/// Returns the ticket that is the parent of more: a problem before an incident, the older one first.
pub fn parent<'a>(tickets: impl Iterator<Item = &'a Ticket>) -> Option<&'a Ticket> {
    let rank = |ticket: &&Ticket| (ticket.kind != Kind::Problem, ticket.id);
    tickets.filter(|ticket| is_parent(ticket)).min_by_key(rank)
}

/// Puts a new incident under its parent: it waits for the problem, and its user has the workaround at
/// once.
pub(super) fn put_under(out: &mut Output, number: Option<TicketId>, parent: &Parent) {
    let Parent { ticket, workaround } = parent;
    let to = ticket.reference();
    let is_problem = ticket.kind == Kind::Problem;
    let relation = match is_problem {
        true => Relation::CausedBy,
        false => Relation::ChildOf,
    };
    out.push(Event::Linked {
        link: Link { to, relation },
    });
    if let Some(id) = number.filter(|_| ticket.internal.links.len() < LINKS_MAX) {
        let kind = Kind::Incident;
        let back = Link {
            to: Reference { kind, id },
            relation: relation.inverse(),
        };
        out.link_back(ticket, back);
    }
    if let Some((source, body)) = workaround.clone() {
        let text = out.text(body);
        out.push(Event::Told {
            known: Known::Workaround,
            text,
            source: Some(Source {
                problem: to,
                text: source,
            }),
            // It is on the screen.
            to: BTreeSet::new(),
        });
    }
    if is_problem {
        out.push(Event::Held {
            to: State::OnHold,
            hold: Hold {
                reason: HoldReason::Problem,
                until: None,
                before: State::New,
                problem: Some(to),
                reminders: Reminders::default(),
            },
            note: None,
        });
    }
}
