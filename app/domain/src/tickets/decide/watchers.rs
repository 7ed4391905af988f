//! Watchers of a ticket.

use crate::kernel::action::Action;
use crate::kernel::ids::PersonId;
use crate::kernel::refusal::{Field, Problem, Refusal, Why, invalid};
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;

pub(super) fn watch(c: &mut Case<'_>, person: PersonId) -> Result<(), Refusal> {
    let known = c
        .facts
        .people
        .as_ref()
        .ok_or(Refusal::AskServer)?
        .contains(&person);
    if !known {
        return Err(invalid(Field::Person, Problem::Unknown));
    }
    if c.ticket.watchers.contains(&person) {
        return Err(Refusal::Impossible {
            action: Action::Watch,
            why: Why::AlreadySo,
        });
    }
    c.out.push(Event::Watched { person });
    Ok(())
}

pub(super) fn unwatch(c: &mut Case<'_>, person: PersonId) -> Result<(), Refusal> {
    // Or because of a ticket that is part of this one.
    let mut joined = c.ticket.joined.iter();
    let watches =
        c.ticket.watchers.contains(&person) || joined.any(|joined| joined.people.contains(&person));
    if !watches {
        return Err(Refusal::Impossible {
            action: Action::Unwatch,
            why: Why::AlreadySo,
        });
    }
    c.out.push(Event::Unwatched { person });
    Ok(())
}
