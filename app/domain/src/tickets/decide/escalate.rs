//! Telling people that a promise comes near or was missed.

use crate::directory::service_level::{MISSED, PromiseRules};
use crate::kernel::promise::Promise;
use crate::kernel::time::Timestamp;
use crate::tickets::clock::{Clock, Sum};
use crate::tickets::event::Event;
use crate::tickets::ticket::Ticket;
use std::collections::BTreeSet;

/// Returns the events of all steps that are due at `now` and were not told. A warning that comes too
/// late to be one is left out, so whoever was away for long is told once, and rightly.
pub fn escalate(ticket: &Ticket, rules: &PromiseRules, now: Timestamp) -> Vec<Event> {
    let Some(clocks) = &ticket.clocks else {
        return Vec::new();
    };
    Promise::ALL
        .iter()
        .flat_map(|promise| reached(*promise, clocks.of(*promise), rules, now))
        .collect()
}

fn reached(promise: Promise, clock: &Clock, rules: &PromiseRules, now: Timestamp) -> Vec<Event> {
    let is_due = |sum: &&Sum| clock.is_running() && sum.next.is_some_and(|next| next <= now);
    let Some(sum) = clock.sum.as_ref().filter(is_due) else {
        return Vec::new();
    };
    let Some((target, promised)) = sum.target.as_ref().zip(sum.promised()) else {
        return Vec::new();
    };
    let Some(open) = rules.open_time(target) else {
        return Vec::new();
    };
    let used = sum.used + clock.ran(now, rules);
    let part = |percent: u16| promised * i64::from(percent) / 100;
    let mut steps = rules.steps(target);
    steps.retain(|percent, _| *percent > sum.told && part(*percent) <= used);
    if used >= promised {
        steps.retain(|percent, _| *percent >= MISSED);
    }
    let last = steps.keys().next_back().copied().unwrap_or(sum.told);
    let next = rules.step_after(target, last);
    let next = next.and_then(|percent| open.after(now, part(percent) - used));
    if steps.is_empty() {
        // The step that was due is one no more: it is not looked for again.
        steps.insert(sum.told, BTreeSet::new());
    }
    steps
        .into_iter()
        .map(|(percent, to)| Event::Escalated {
            promise,
            percent,
            to,
            due: clock.due,
            next,
        })
        .collect()
}
