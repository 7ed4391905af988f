//! What is over and cannot be reopened is taken up again by a new ticket that is linked to it.

use crate::action::Action;
use crate::allowed::{Availability, availability};
use crate::facts::{Actor, Facts};
use crate::ticket::{State, Ticket};
use crate::time::Timestamp;
use crate::view::{Viewer, viewer};

/// Whether `actor` can go on with `ticket` only by a new one. Whoever it was for is not offered it
/// where the ticket was cancelled: nothing was done that could come back.
pub fn goes_on_anew(ticket: &Ticket, actor: &Actor, facts: &Facts, now: Timestamp) -> bool {
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
