//! Merging one ticket into another, and undoing it.

use crate::kernel::action::Action;
use crate::kernel::audience::Viewer;
use crate::kernel::ids::PersonId;
use crate::kernel::reference::Reference;
use crate::kernel::refusal::{Field, Problem, Refusal, Why, invalid};
use crate::tickets::beneath::NewReaders;
use crate::tickets::decide::case::Case;
use crate::tickets::decide::link::other;
use crate::tickets::event::Event;
use crate::tickets::merging::{JOINED_MAX, MergeEvent};
use crate::tickets::ticket::Ticket;
use crate::tickets::view::viewer;
use std::collections::BTreeSet;

/// Makes the ticket part of another one. Where somebody reads more then, or the two are of different
/// kinds, the agent has to confirm it.
pub(super) fn merge(c: &mut Case<'_>, into: Reference, confirmed: bool) -> Result<(), Refusal> {
    if into.id == c.ticket.id {
        return Err(invalid(Field::Link, Problem::Invalid));
    }
    let into = whole(c, into)?;
    if let Some(why) = takes_no_other(into) {
        let action = Action::Merge;
        return Err(Refusal::Impossible { action, why });
    }
    let is_plain = into.kind == c.ticket.kind && NewReaders::of(c.ticket, into).is_empty();
    if !is_plain && !confirmed {
        return Err(invalid(Field::Confirmation, Problem::Missing));
    }
    let (own, theirs) = (c.ticket.participants(), into.participants());
    let people = &own | &theirs;
    c.out.push(Event::Merge(MergeEvent::Into {
        into: into.reference(),
        people: people.clone(),
    }));
    let joined = MergeEvent::Joined {
        from: c.ticket.reference(),
        people: own,
    };
    c.out.merge(into.id, joined);
    // Those that are part of it already are read by the people of this one too.
    share(c, into, &people);
    Ok(())
}

/// Makes a ticket that is part of this one a ticket of its own again.
pub(super) fn unmerge(c: &mut Case<'_>, from: Reference) -> Result<(), Refusal> {
    let joined = c.ticket.joined.iter().find(|one| one.from.id == from.id);
    let why = match joined {
        None => Some(Why::AlreadySo),
        Some(joined) if !joined.can_be_undone(c.now) => Some(Why::TooLate),
        Some(_) => None,
    };
    if let Some(why) = why {
        let action = Action::Unmerge;
        return Err(Refusal::Impossible { action, why });
    }
    let merged = whole(c, from)?;
    c.out.push(Event::Merge(MergeEvent::Parted {
        from: merged.reference(),
    }));
    let from = c.ticket.reference();
    c.out.merge(merged.id, MergeEvent::Undone { from });
    Ok(())
}

/// Tells the tickets that are part of this one who reads them, if others do than before.
pub(super) fn share_with_joined(c: &mut Case<'_>, after: &Ticket) {
    let people = after.participants();
    if people != c.ticket.participants() {
        share(c, after, &people);
    }
}

fn share(c: &mut Case<'_>, ticket: &Ticket, people: &BTreeSet<PersonId>) {
    for joined in &ticket.joined {
        let people = people.clone();
        c.out.merge(joined.from.id, MergeEvent::Shared { people });
    }
}

/// The other ticket, which the actor must see as an agent does.
fn whole<'a>(c: &Case<'a>, to: Reference) -> Result<&'a Ticket, Refusal> {
    let found = other(c, to)?.ok_or(Refusal::AskServer)?;
    match viewer(found, c.actor) {
        Some(Viewer::Agent) => Ok(found),
        _ => Err(invalid(Field::Link, Problem::Unknown)),
    }
}

/// Why no ticket can be made part of this one, if so.
fn takes_no_other(into: &Ticket) -> Option<Why> {
    if into.is_merged() {
        Some(Why::IsMerged)
    } else if into.state.is_final() {
        Some(Why::NotInThisState)
    } else if into.joined.len() >= JOINED_MAX {
        Some(Why::Full)
    } else {
        None
    }
}
