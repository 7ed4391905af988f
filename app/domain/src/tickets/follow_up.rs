//! What is over and cannot be reopened is taken up again by a new ticket that is linked to it.

use crate::kernel::action::Action;
use crate::kernel::actor::Actor;
use crate::kernel::audience::Viewer;
use crate::kernel::time::Timestamp;
use crate::tickets::allowed::{Availability, availability};
use crate::tickets::facts::Facts;
use crate::tickets::ticket::Ticket;
use crate::tickets::view::viewer;
use crate::tickets::workflow::State;

/// Whether `actor` can go on with `ticket` only by a new one. Whoever it was for is not offered it
/// where the ticket was cancelled: nothing was done that could come back.
pub fn needs_follow_up(ticket: &Ticket, actor: &Actor, facts: &Facts, now: Timestamp) -> bool {
    let requester = actor
        .person()
        .is_some_and(|person| ticket.is_requester(person));
    let theirs = match viewer(ticket, actor) {
        Some(Viewer::Agent) => true,
        _ => requester && ticket.state != State::Cancelled,
    };
    let reopens = availability(Action::Reopen, ticket, actor, facts, now);
    theirs && ticket.state.is_final() && matches!(reopens, Availability::Impossible(_))
}
