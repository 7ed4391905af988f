//! Linking tickets.

use crate::kernel::action::Action;
use crate::kernel::reference::Reference;
use crate::kernel::refusal::{Field, Problem, Refusal, Why, invalid};
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;
use crate::tickets::link::{Link, Relation};

pub(super) fn link(c: &mut Case<'_>, to: Reference, relation: Relation) -> Result<(), Refusal> {
    if to.id == c.ticket.id {
        return Err(invalid(Field::Link, Problem::Invalid));
    }
    let link = Link { to, relation };
    if c.ticket.internal.links.contains(&link) {
        return Err(Refusal::Impossible {
            action: Action::Link,
            why: Why::AlreadySo,
        });
    }
    c.out.push(Event::Linked { link });
    Ok(())
}
