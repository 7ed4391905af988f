//! How the clocks of a ticket go: a fold of its events. `docs/service-levels.md` states the rules.

use crate::directory::service_level::{Matter, PromiseRules, Target};
use crate::kernel::actor::Who;
use crate::kernel::hold_reason::HoldReason;
use crate::kernel::ids::CommandId;
use crate::kernel::promise::Promise;
use crate::kernel::time::Timestamp;
use crate::tickets::clock::{Clock, Clocks, Pause, Stand, Sum};
use crate::tickets::event::{Envelope, Event};
use crate::tickets::evolve::{after, evolve, happened};
use crate::tickets::ticket::Ticket;
use crate::tickets::workflow::State;

/// Part of the promised time after which a clock is nearly over, in percent.
const SOON: i64 = 75;

/// Returns what the service levels depend on of a ticket.
pub fn matter(ticket: &Ticket) -> Matter {
    Matter {
        kind: ticket.kind,
        priority: ticket.priority,
        item: ticket.item,
        service: ticket.service,
        team: ticket.team,
    }
}

/// Returns the event that tells how the clocks of a ticket go after these events of one command;
/// `None` if they go on as before.
pub(crate) fn wound(
    ticket: &Ticket,
    events: &[Event],
    by: &Who,
    (command, at): (CommandId, Timestamp),
    rules: &PromiseRules,
) -> Option<Event> {
    let mut folded = ticket.clone();
    let mut clocks = ticket.clocks.clone();
    for envelope in happened(ticket.id, events, by, (command, at)) {
        let next = evolve(folded.clone(), &envelope);
        clocks = wind(clocks, &folded, &next, &envelope, rules);
        folded = next;
    }
    let clocks = clocks.filter(|clocks| folded.clocks.as_ref() != Some(clocks))?;
    Some(Event::ClocksSet {
        clocks: Box::new(clocks),
        applied: false,
    })
}

/// Puts the clocks of a new ticket into its first event, and what the others of the same command
/// make of them at the end.
pub(crate) fn start(
    blank: &Ticket,
    events: &mut Vec<Event>,
    by: &Who,
    (command, at): (CommandId, Timestamp),
    rules: &PromiseRules,
) {
    let Some((first, further)) = events.split_first_mut() else {
        return;
    };
    let alone = std::slice::from_ref(first);
    let begun = wound(blank, alone, by, (command, at), rules);
    if let (Event::Recorded(recorded), Some(Event::ClocksSet { clocks, .. })) = (&mut *first, begun)
    {
        recorded.clocks = Some(*clocks);
    }
    let ticket = after(blank, std::slice::from_ref(first), by, (command, at));
    let later = wound(&ticket, further, by, (command, at), rules);
    events.extend(later);
}

/// Returns the clocks of a ticket after its whole history, as if `rules` had always been the rules;
/// `None` if nothing is promised by them.
pub fn counted_again(history: &[Envelope], rules: &PromiseRules) -> Option<Clocks> {
    let first = history.first()?;
    let start = (Ticket::unrecorded(first.ticket), None);
    let (_, clocks) = history.iter().fold(start, |(before, clocks), envelope| {
        let after = evolve(before.clone(), envelope);
        let clocks = wind(clocks, &before, &after, envelope, rules);
        (after, clocks)
    });
    clocks
}

/// Same as [`counted_again`], for a ticket that has these clocks now: whoever was told of a step is
/// not told of it again.
pub fn applied(
    before: Option<&Clocks>,
    history: &[Envelope],
    rules: &PromiseRules,
    now: Timestamp,
) -> Option<Clocks> {
    let mut clocks = counted_again(history, rules)?;
    for promise in Promise::ALL {
        let told = before.and_then(|before| before.of(*promise).sum.as_ref());
        let told = told.map_or(0, |sum| sum.told);
        let clock = clocks.of_mut(*promise);
        let (since, runs, ran) = (clock.since, clock.is_running(), clock.ran(now, rules));
        if let Some(sum) = clock.sum.as_mut() {
            sum.told = told.min(reached(sum, sum.used + ran));
            sum.next = next_step(sum, since, rules).filter(|_| runs);
        }
    }
    Some(clocks)
}

/// Returns the part of the promised time that has passed once `used` is used, in percent.
fn reached(sum: &Sum, used: i64) -> u16 {
    let percent = sum
        .promised()
        .map_or(0, |promised| used * 100 / promised.max(1));
    u16::try_from(percent).unwrap_or(u16::MAX)
}

/// Returns how much of the promised time is used at the next step of a clock.
fn next_part(sum: &Sum, rules: &PromiseRules) -> Option<i64> {
    let (target, promised) = sum.target.as_ref().zip(sum.promised())?;
    let percent = rules.step_after(target, sum.told)?;
    Some(promised * i64::from(percent) / 100)
}

/// Returns when the next step of a clock is due that runs since `since`.
fn next_step(sum: &Sum, since: Timestamp, rules: &PromiseRules) -> Option<Timestamp> {
    let (target, part) = sum.target.as_ref().zip(next_part(sum, rules))?;
    rules.open_time(target)?.after(since, part - sum.used)
}

/// Returns the clocks after one more event, which made `before` into `after`. A ticket without
/// clocks gets them only where they begin.
pub fn wind(
    clocks: Option<Clocks>,
    before: &Ticket,
    after: &Ticket,
    envelope: &Envelope,
    rules: &PromiseRules,
) -> Option<Clocks> {
    // As if neither were part of another: what is promised of a ticket goes on beneath.
    let (before, after) = (&*before.alone(), &*after.alone());
    let anew = begins(before, &envelope.event);
    let clocks = match clocks {
        None if !anew || rules.is_empty() => return None,
        clocks => clocks.unwrap_or_default(),
    };
    let go = |promise| {
        let hand = Hand {
            promise,
            before,
            after,
            at: envelope.at,
            rules,
        };
        let clock = clocks.of(promise);
        match anew {
            true => hand.go(&Clock::default(), true),
            false => hand.go(clock, false),
        }
    };
    Some(Clocks {
        own: go(Promise::Own),
        resolve: go(Promise::Resolve),
    })
}

/// Whether the clocks begin with this event: the ticket is recorded, or was closed and is reopened.
fn begins(before: &Ticket, event: &Event) -> bool {
    match event {
        Event::Recorded(_) => true,
        Event::Reopened { .. } => before.state == State::Closed,
        _ => false,
    }
}

/// One clock at one event.
struct Hand<'a> {
    promise: Promise,
    before: &'a Ticket,
    after: &'a Ticket,
    at: Timestamp,
    rules: &'a PromiseRules,
}

impl Hand<'_> {
    fn go(&self, clock: &Clock, anew: bool) -> Clock {
        let still = self.stands_still(clock);
        if clock.has_stopped() && still {
            return clock.clone();
        }
        let was = clock.sum.clone().unwrap_or_default();
        let looks_up = anew || clock.has_stopped() || matter(self.before) != matter(self.after);
        let target = match looks_up {
            true => self.rules.target(self.promise, &matter(self.after)),
            false => was.target.clone(),
        };
        let stand = self.stand(still, target.as_ref());
        if stand == clock.stand && target == was.target && !anew {
            return clock.clone();
        }
        let used = was.used + clock.ran(self.at, self.rules);
        let known = clock.due.filter(|_| target == was.target);
        let mut next = Clock {
            stand,
            since: self.at,
            due: None,
            soon: None,
            sum: None,
        };
        let mut sum = Sum {
            used,
            told: was.told,
            target,
            next: None,
        };
        if sum.target != was.target {
            // Of another target, what was not reached was not told either.
            sum.told = sum.told.min(reached(&sum, sum.used));
        }
        self.set(&mut next, &mut sum, known);
        next.sum = Some(sum);
        next
    }

    /// Whether the clock stands still after the event.
    fn stands_still(&self, clock: &Clock) -> bool {
        match self.promise {
            Promise::Own => {
                clock.has_stopped() || self.after.assignee.is_some() || !self.after.state.is_open()
            }
            Promise::Resolve => !self.after.state.is_open(),
        }
    }

    fn stand(&self, still: bool, target: Option<&Target>) -> Stand {
        let Some(target) = target else {
            return match still {
                true => Stand::Stopped { kept: None },
                false => Stand::Untargeted,
            };
        };
        match self.pause(target) {
            // Whether it was kept is said when what was used is known.
            _ if still => Stand::Stopped { kept: None },
            Some(why) => Stand::Paused { why },
            None => Stand::Running,
        }
    }

    fn pause(&self, target: &Target) -> Option<Pause> {
        let stops =
            |reason: &HoldReason| *reason == HoldReason::User || target.pauses.contains(reason);
        match self.after.state {
            State::AwaitingApproval => Some(Pause::Approval),
            State::OnHold => {
                let reason = self.after.hold.as_ref().map(|hold| hold.reason);
                reason.filter(stops).map(Pause::Hold)
            }
            _ => None,
        }
    }

    /// Sets what follows from what was used: the due moment, the verdict, the next step. `known` is
    /// the due moment of before, if the target is the same.
    fn set(&self, clock: &mut Clock, sum: &mut Sum, known: Option<Timestamp>) {
        let Some((promised, target)) = sum.promised().zip(sum.target.clone()) else {
            return;
        };
        let passed = (sum.used >= promised).then(|| known.unwrap_or(self.at));
        match &mut clock.stand {
            Stand::Untargeted => {}
            Stand::Running => {
                let open = self.rules.open_time(&target);
                let reach = |part: i64| open?.after(self.at, part - sum.used);
                let (soon, next) = (promised * SOON / 100, next_part(sum, self.rules));
                let (end, nearly) = (reach(promised), reach(soon));
                clock.due = passed.or(end);
                clock.soon = nearly.or(clock.due);
                sum.next = next.and_then(|part| match part {
                    // The usual steps: the way there is known.
                    _ if part == soon => nearly,
                    _ if part == promised => end,
                    part => reach(part),
                });
            }
            Stand::Paused { .. } => clock.due = passed,
            Stand::Stopped { kept } => {
                clock.due = passed;
                if self.after.state != State::Cancelled {
                    *kept = Some(sum.used <= promised);
                }
            }
        }
    }
}
