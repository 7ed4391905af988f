//! Linking tickets.

use crate::kernel::action::Action;
use crate::kernel::reference::Reference;
use crate::kernel::refusal::{Field, Problem, Refusal, Why, invalid};
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;
use crate::tickets::link::{Link, Relation};
use crate::tickets::ticket::Ticket;
use crate::tickets::view::viewer;

pub(super) fn link(c: &mut Case<'_>, to: Reference, relation: Relation) -> Result<(), Refusal> {
    if to.id == c.ticket.id {
        return Err(invalid(Field::Link, Problem::Invalid));
    }
    let link = Link { to, relation };
    // Only the server knows other tickets. Whether a ticket that the actor cannot see exists or is
    // linked already is not disclosed.
    if let Some(others) = &c.facts.others {
        let seen = |other: &&Ticket| viewer(other, c.actor).is_some();
        let other = others.get(&to.id).filter(seen);
        let other = other.ok_or(invalid(Field::Link, Problem::Unknown))?;
        let back = Link {
            to: c.ticket.reference(),
            relation: relation.inverse(),
        };
        c.out.link_back(other, back);
    }
    if c.ticket.internal.links.contains(&link) {
        return Err(Refusal::Impossible {
            action: Action::Link,
            why: Why::AlreadySo,
        });
    }
    c.out.push(Event::Linked { link });
    Ok(())
}
