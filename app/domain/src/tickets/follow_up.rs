//! Follow-up tickets: a ticket that is over and cannot be reopened continues in a new, linked one.

use crate::kernel::action::Action;
use crate::kernel::actor::Actor;
use crate::kernel::audience::Viewer;
use crate::kernel::time::Timestamp;
use crate::tickets::allowed::{Availability, availability};
use crate::tickets::facts::Facts;
use crate::tickets::ticket::Ticket;
use crate::tickets::view::viewer;
use crate::tickets::workflow::State;

/// Whether `actor` can continue `ticket` only with a new ticket. The requester is not offered that
/// for a cancelled ticket, since nothing was done that could fail again.
pub fn needs_follow_up(ticket: &Ticket, actor: &Actor, facts: &Facts, now: Timestamp) -> bool {
    let requester = actor
        .person()
        .is_some_and(|person| ticket.is_requester(person));
    let theirs = match viewer(ticket, actor) {
        Some(Viewer::Agent) => true,
        _ => requester && ticket.state != State::Cancelled,
    };
    let reopens = availability(Action::Reopen, ticket, actor, facts, now);
    // What is part of another ticket goes on there.
    let is_over = ticket.state.is_final() && !ticket.is_merged();
    theirs && is_over && matches!(reopens, Availability::Impossible(_))
}
