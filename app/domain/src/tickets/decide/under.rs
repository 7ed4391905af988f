//! Recording an incident under the ticket of what happens to somebody else too.

use crate::kernel::ids::TicketId;
use crate::kernel::reference::{Kind, Reference};
use crate::tickets::decide::output::Output;
use crate::tickets::event::Event;
use crate::tickets::facts::Parent;
use crate::tickets::hold::{Hold, HoldReason, Reminders};
use crate::tickets::link::{Link, Relation};
use crate::tickets::telling::{Known, Source};
use crate::tickets::workflow::State;
use std::collections::BTreeSet;

/// Puts a new incident under its parent: it waits for the problem, and its user has the workaround at
/// once.
pub(crate) fn put_under(out: &mut Output, number: Option<TicketId>, parent: &Parent) {
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
    if let Some(id) = number {
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
