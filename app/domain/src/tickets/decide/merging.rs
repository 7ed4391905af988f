//! Merging one ticket into another, and undoing it.

use crate::kernel::action::Action;
use crate::kernel::audience::Viewer;
use crate::kernel::ids::CommandId;
use crate::kernel::reference::Reference;
use crate::kernel::refusal::{Field, Problem, Refusal, Why, invalid};
use crate::tickets::beneath::{NewReaders, shared};
use crate::tickets::decide::case::Case;
use crate::tickets::decide::link::other;
use crate::tickets::event::Event;
use crate::tickets::evolve::after;
use crate::tickets::merging::{JOINED_MAX, MergeEvent, Shares};
use crate::tickets::ticket::Ticket;
use crate::tickets::view::viewer;

/// Makes the ticket part of another one. Where somebody reads more then, or the two are of different
/// kinds or for different users, the agent has to confirm it: as it was shown to them.
pub(super) fn merge(
    c: &mut Case<'_>,
    into: Reference,
    confirmed: Option<NewReaders>,
) -> Result<(), Refusal> {
    if into.id == c.ticket.id {
        return Err(invalid(Field::Link, Problem::Invalid));
    }
    let into = whole(c, into)?;
    if let Some(why) = takes_not(into, c.ticket) {
        let action = Action::Merge;
        return Err(Refusal::Impossible { action, why });
    }
    let readers = NewReaders::of(c.ticket, into);
    let is_alike = into.kind == c.ticket.kind && into.affected == c.ticket.affected;
    let is_plain = is_alike && readers.is_empty();
    if !is_plain && confirmed != Some(readers) {
        return Err(invalid(Field::Confirmation, Problem::Missing));
    }
    let joined = MergeEvent::Joined {
        from: c.ticket.reference(),
        people: c.ticket.participants(),
        unread: c.ticket.internal.answered_unread,
    };
    let event = Event::Merge(joined.clone());
    let after = after(into, &[event], &c.actor.who, (CommandId::default(), c.now));
    c.out.push(Event::Merge(MergeEvent::Into {
        into: into.reference(),
        shares: Shares::of(&after),
    }));
    c.out.merge(into.id, joined);
    // Those that are part of it already are read by the people of this one too.
    let others = shared(into, &after).into_iter();
    let others = others.filter(|(other, _)| *other != c.ticket.id);
    c.out.tell(others.collect());
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

/// The other ticket, which the actor must see as an agent does.
fn whole<'a>(c: &Case<'a>, to: Reference) -> Result<&'a Ticket, Refusal> {
    let found = other(c, to)?.ok_or(Refusal::AskServer)?;
    match viewer(found, c.actor) {
        Some(Viewer::Agent) => Ok(found),
        _ => Err(invalid(Field::Link, Problem::Unknown)),
    }
}

/// Why the ticket cannot be made part of this one, if so.
fn takes_not(into: &Ticket, ticket: &Ticket) -> Option<Why> {
    let scopes = (into.scope(), ticket.scope());
    if into.is_merged() {
        Some(Why::IsMerged)
    } else if into.state.is_final() {
        Some(Why::NotInThisState)
    } else if into.joined.len() >= JOINED_MAX {
        Some(Why::Full)
    } else if (scopes.0.0 || scopes.1.0) && scopes.0 != scopes.1 {
        // Agents would read what is not for them, or not all of what they work on.
        Some(Why::NotForTheSame)
    } else {
        None
    }
}
