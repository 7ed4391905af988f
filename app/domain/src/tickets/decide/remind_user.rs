//! Reminding a user that their answer is awaited.

use crate::kernel::hold_reason::HoldReason;
use crate::kernel::time::Timestamp;
use crate::tickets::event::Event;
use crate::tickets::hold::REMINDERS;
use crate::tickets::ticket::Ticket;

/// Returns the reminder that is due at `now`, after which another one is due at `next`; `None` if
/// there is none. After the last one the desk offers to close the ticket. Without `next` users are
/// reminded no more, and nobody is told.
pub fn remind_user(ticket: &Ticket, next: Option<Timestamp>, now: Timestamp) -> Option<Event> {
    let hold = ticket.hold.as_ref();
    let hold = hold.filter(|hold| hold.reason == HoldReason::User)?;
    hold.reminders.next.filter(|due| *due <= now)?;
    let told = match next {
        Some(_) => hold.reminders.told + 1,
        None => 0,
    };
    Some(Event::UserReminded {
        told,
        next: next.filter(|_| told <= REMINDERS),
    })
}
