//! The end of a ticket, and its reopening.

use crate::kernel::action::Action;
use crate::kernel::form::REASON_MAX;
use crate::kernel::refusal::{Field, Refusal};
use crate::kernel::time::Timestamp;
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;

fn reopen_until(c: &Case<'_>) -> Result<Timestamp, Refusal> {
    c.facts.reopen_until.ok_or(Refusal::AskServer)
}

pub(super) fn confirm(c: &mut Case<'_>) -> Result<(), Refusal> {
    let to = c.go(Action::Confirm)?;
    let reopen_until = reopen_until(c)?;
    c.out.push(Event::Confirmed { to, reopen_until });
    Ok(())
}

/// Closes a ticket: an agent gives a reason, the desk itself gives none once `closes_at` has come.
pub(super) fn close(c: &mut Case<'_>, reason: &str) -> Result<(), Refusal> {
    let to = c.go(Action::Close)?;
    let reopen_until = reopen_until(c)?;
    let reason = if c.actor.is_system() {
        None
    } else {
        Some(c.required(Field::Reason, reason, REASON_MAX)?)
    };
    c.out.push(Event::Closed {
        to,
        reason,
        reopen_until,
    });
    Ok(())
}

pub(super) fn reopen(c: &mut Case<'_>, reason: &str) -> Result<(), Refusal> {
    let to = c.go(Action::Reopen)?;
    let reason = c.required(Field::Reason, reason, REASON_MAX)?;
    c.out.push(Event::Reopened { to, reason });
    Ok(())
}

/// Cancels a ticket. The requester need not give a reason; an agent must, for the user to read.
pub(super) fn cancel(c: &mut Case<'_>, reason: &str) -> Result<(), Refusal> {
    let to = c.go(Action::Cancel)?;
    let requester = c
        .actor
        .person()
        .is_some_and(|person| c.ticket.is_requester(person));
    let reason = if requester {
        c.optional(Field::Reason, reason, REASON_MAX)?
    } else {
        Some(c.required(Field::Reason, reason, REASON_MAX)?)
    };
    c.out.push(Event::Cancelled { to, reason });
    Ok(())
}
