//! What time brings to a ticket beside commands: people are told.

use crate::kernel::time::Timestamp;
use crate::tickets::decide::escalate::escalate;
use crate::tickets::decide::major::update_missed;
use crate::tickets::decide::remind_user::remind_user;
use crate::tickets::event::Event;
use crate::tickets::facts::Facts;
use crate::tickets::ticket::Ticket;

/// Returns the events of all that is to be told at `now` and was not: steps of promises that come
/// near or were missed, reminders of users whose answer is awaited, and news of a major incident that
/// people wait for.
pub fn tell(ticket: &Ticket, facts: &Facts, now: Timestamp) -> Vec<Event> {
    let mut events = match &facts.promises {
        Some(rules) => escalate(ticket, rules, now),
        None => Vec::new(),
    };
    events.extend(remind_user(ticket, facts.reminded_at, now));
    events.extend(update_missed(ticket, now));
    events
}
