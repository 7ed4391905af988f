//! Why a ticket is due when it is: every step of the sum, as its log has it.

use crate::directory::opening::{DayOff, OpenTime, Span};
use crate::directory::service_level::{PromiseRules, Target};
use crate::kernel::ids::{CalendarId, ServiceLevelId};
use crate::kernel::language::Label;
use crate::kernel::promise::Promise;
use crate::kernel::time::{Date, Timestamp, Zone, date_text};
use crate::tickets::clock::{Clock, Clocks, Pause, Stand};
use crate::tickets::event::{Envelope, Event};
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};

/// How a count begins, or goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Begun {
    /// The ticket was recorded.
    Recorded,
    /// It was reopened after its closure.
    Reopened,
    /// Another target applies from then on.
    Changed,
    /// It was reopened before its closure.
    GoesOn,
    /// An administrator applied changed rules: it was counted again.
    Applied {
        /// Open time that had been used by then, in microseconds.
        used: i64,
    },
    /// No target applies any more.
    Untargeted,
}

/// A step of the sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "row")]
pub enum Row {
    /// The count begins or goes on.
    Begun {
        /// When.
        at: Timestamp,
        /// How.
        how: Begun,
    },
    /// What is counted towards from here on.
    Target {
        /// Name of the service level.
        level: Label,
        /// Name of the calendar.
        calendar: Label,
        /// Open time promised, in microseconds.
        promised: i64,
    },
    /// Open time that counted, or will.
    Open {
        /// Its first moment.
        from: Timestamp,
        /// The first moment after it.
        to: Timestamp,
        /// Whether it is still to come.
        ahead: bool,
    },
    /// Many spans of open time in a row.
    Many {
        /// How many.
        spans: usize,
        /// The first moment after the last.
        to: Timestamp,
        /// Open time in all of them, in microseconds.
        counted: i64,
        /// Whether they are still to come.
        ahead: bool,
    },
    /// A day on which the desk would work, and does not.
    DayOff {
        /// The day.
        #[serde(with = "date_text")]
        date: Date,
        /// Name of the closure, which may be empty; `None` for a public holiday of France.
        name: Option<String>,
    },
    /// The clock stands still.
    Paused {
        /// Since when.
        from: Timestamp,
        /// Why.
        why: Pause,
    },
    /// The clock has stopped.
    Stopped {
        /// When.
        at: Timestamp,
        /// Open time used in all, in microseconds.
        used: i64,
    },
    /// The promised time is over.
    Due {
        /// When.
        at: Timestamp,
    },
}

/// Every step of the sum of one promise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Time zone in which the times are told: that of the calendar.
    pub zone: Zone,
    /// The steps, in order.
    pub rows: Vec<Row>,
}

/// Spans in a row that are told one by one, before those in between are summed up.
const TOLD: usize = 6;

/// Names of what a target comes from.
pub trait Names {
    /// Name of a service level.
    fn level(&self, id: ServiceLevelId) -> Label;
    /// Name of a calendar.
    fn calendar(&self, id: CalendarId) -> Label;
}

/// Explains a promise of a ticket with this history, at `now`.
pub fn explain(
    history: &[Envelope],
    promise: Promise,
    rules: &PromiseRules,
    names: &impl Names,
    now: Timestamp,
) -> Explanation {
    let mut told = Telling {
        rules,
        names,
        now,
        zone: None,
        rows: Vec::new(),
    };
    let mut clock = Clock::default();
    for change in changes(history) {
        let next = change.clocks.of(promise);
        if change.applied || goes_otherwise(&clock, next) {
            told.run(&clock, Some(change.at));
            told.change(&clock, next, &change);
            clock = next.clone();
            if change.applied && clock.is_running() {
                told.go_on(&mut clock, change.at);
            }
        }
    }
    told.run(&clock, None);
    if let Some(due) = clock.due.filter(|_| !clock.has_stopped()) {
        told.rows.push(Row::Due { at: due });
    }
    Explanation {
        zone: told.zone.unwrap_or_else(Zone::utc),
        rows: told.rows,
    }
}

/// The clocks as the log sets them.
struct Change<'a> {
    at: Timestamp,
    clocks: &'a Clocks,
    /// Whether an administrator applied rules.
    applied: bool,
    /// Whether the ticket was reopened after its closure.
    anew: bool,
}

fn changes(history: &[Envelope]) -> impl Iterator<Item = Change<'_>> {
    let (mut closed, mut anew) = (false, false);
    history.iter().filter_map(move |envelope| {
        if let Some(to) = envelope.event.moves_to() {
            anew = closed && matches!(envelope.event, Event::Reopened { .. });
            closed = to == State::Closed;
        }
        let (clocks, applied) = match &envelope.event {
            Event::Recorded(recorded) => (recorded.clocks.as_ref()?, false),
            Event::ClocksSet { clocks, applied } => (clocks.as_ref(), *applied),
            _ => return None,
        };
        Some(Change {
            at: envelope.at,
            clocks,
            applied,
            anew: std::mem::take(&mut anew),
        })
    })
}

/// Whether a clock goes otherwise: who was told of it aside.
fn goes_otherwise(clock: &Clock, next: &Clock) -> bool {
    let sum = |clock: &Clock| {
        let sum = clock.sum.as_ref();
        sum.map(|sum| (sum.used, sum.target.clone()))
    };
    (clock.stand, clock.since, clock.due) != (next.stand, next.since, next.due)
        || sum(clock) != sum(next)
}

struct Telling<'a, N> {
    rules: &'a PromiseRules,
    names: &'a N,
    now: Timestamp,
    zone: Option<Zone>,
    rows: Vec<Row>,
}

impl<N: Names> Telling<'_, N> {
    /// Tells how a clock changes into another one.
    fn change(&mut self, before: &Clock, next: &Clock, change: &Change<'_>) {
        let target = |clock: &Clock| clock.sum.as_ref().and_then(|sum| sum.target.clone());
        let used = next.sum.as_ref().map_or(0, |sum| sum.used);
        let (was, is) = (target(before), target(next));
        let at = change.at;
        let how = if change.applied {
            let ran = next.ran(at, self.rules);
            Some(Begun::Applied { used: used + ran })
        } else if change.anew {
            Some(Begun::Reopened)
        } else if before.has_stopped() {
            Some(Begun::GoesOn)
        } else if was == is {
            None
        } else if is.is_none() {
            Some(Begun::Untargeted)
        } else if was.is_none() && used == 0 {
            Some(Begun::Recorded)
        } else {
            Some(Begun::Changed)
        };
        if let Some(how) = how {
            self.rows.push(Row::Begun { at, how });
        }
        if let Some(target) = is.filter(|_| how.is_some()) {
            self.target(&target);
        }
        match next.stand {
            Stand::Paused { why } => self.rows.push(Row::Paused { from: at, why }),
            Stand::Stopped { .. } => self.rows.push(Row::Stopped { at, used }),
            Stand::Running | Stand::Untargeted => {}
        }
    }

    /// Lets a clock go on from a moment, with what it counted until then.
    fn go_on(&self, clock: &mut Clock, at: Timestamp) {
        let ran = clock.ran(at, self.rules);
        clock.since = at;
        if let Some(sum) = &mut clock.sum {
            sum.used += ran;
        }
    }

    fn target(&mut self, target: &Target) {
        self.rows.push(Row::Target {
            level: self.names.level(target.level),
            calendar: self.names.calendar(target.calendar),
            promised: i64::from(target.minutes) * crate::kernel::time::MINUTE,
        });
        if let Some(open) = self.rules.open_time(target) {
            self.zone = Some(open.zone.clone());
        }
    }

    /// Tells what a clock counted until `end`, or until now and then until it is due.
    fn run(&mut self, clock: &Clock, end: Option<Timestamp>) {
        let target = clock.sum.as_ref().and_then(|sum| sum.target.as_ref());
        let open = target.and_then(|target| self.rules.open_time(target));
        let Some(open) = open.filter(|_| clock.is_running()) else {
            return;
        };
        let counted = end.unwrap_or(self.now);
        self.spans(open, clock.since, counted, false);
        if let (None, Some(due)) = (end, clock.due) {
            self.spans(open, counted, due, true);
        }
    }

    fn spans(&mut self, open: &OpenTime, from: Timestamp, to: Timestamp, ahead: bool) {
        if to <= from {
            return;
        }
        let spans: Vec<Span> = open
            .spans(from)
            .take_while(|span| span.from < to)
            .map(|span| Span {
                from: span.from,
                to: span.to.min(to),
            })
            .collect();
        let mut day = open.zone.date(from);
        for (i, span) in spans.iter().enumerate() {
            let hidden = spans.len() > 2 * TOLD && (TOLD..spans.len() - TOLD).contains(&i);
            if hidden {
                day = open.zone.date(span.from);
                if i == TOLD {
                    let many = spans.get(TOLD..spans.len() - TOLD).unwrap_or_default();
                    self.rows.push(Row::Many {
                        spans: many.len(),
                        to: many.last().map_or(span.to, |last| last.to),
                        counted: many.iter().map(|span| span.to.since(span.from)).sum(),
                        ahead,
                    });
                }
                continue;
            }
            day = self.days_off(open, day, open.zone.date(span.from));
            self.rows.push(Row::Open {
                from: span.from,
                to: span.to,
                ahead,
            });
        }
        if spans.len() <= 2 * TOLD {
            self.days_off(open, day, open.zone.date(to));
        }
    }

    /// Tells the days off after `from` and before `to`, at most a few; returns `to`.
    fn days_off(&mut self, open: &OpenTime, from: Date, to: Date) -> Date {
        let mut day = from;
        let mut told = 0;
        while day < to && told < 2 * TOLD {
            if let Some(off) = open
                .hours
                .day_off(day)
                .filter(|_| !open.hours.weekday(day).is_empty())
            {
                told += 1;
                let row = Row::DayOff {
                    date: day,
                    name: match off {
                        DayOff::FrenchHoliday => None,
                        DayOff::Closure(name) => Some(name.to_owned()),
                    },
                };
                if !self.rows.contains(&row) {
                    self.rows.push(row);
                }
            }
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        to
    }
}
