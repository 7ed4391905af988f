//! The clocks of a ticket: how much of a promised time has passed, and when it is over.

use crate::directory::service_level::{PromiseRules, Target};
use crate::kernel::hold_reason::HoldReason;
use crate::kernel::promise::Promise;
use crate::kernel::time::{MINUTE, Timestamp};
use serde::{Deserialize, Serialize};

/// Why a clock is paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    /// The request awaits approval.
    Approval,
    /// The ticket is on hold for this reason.
    Hold(HoldReason),
}

/// What a clock does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Stand {
    /// Nothing is promised: it counts nothing.
    #[default]
    Untargeted,
    /// It counts open time.
    Running,
    /// It stands still and goes on later.
    Paused {
        /// Why.
        why: Pause,
    },
    /// What was promised has been done, or is not to be done any more.
    Stopped {
        /// Whether the promise was kept; `None` if there was none, or the ticket was cancelled.
        kept: Option<bool>,
    },
}

/// What only agents know of a clock: the sum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Open time used up to [`Clock::since`], in microseconds.
    pub used: i64,
    /// What it counts towards; `None` if nothing is promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// Highest step of the service level that was told, in percent; 0 if none was.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub told: u16,
    /// When the next step is due; `None` if no step is to come as the clock stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Timestamp>,
}

/// Whether a number is left out where it is stored.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands over a reference
const fn is_zero(n: &u16) -> bool {
    *n == 0
}

impl Sum {
    /// Returns the time promised, in microseconds.
    pub fn promised(&self) -> Option<i64> {
        let target = self.target.as_ref()?;
        Some(i64::from(target.minutes) * MINUTE)
    }
}

/// The clock of a promise, as of its last change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// What it does.
    pub stand: Stand,
    /// When it was last changed.
    pub since: Timestamp,
    /// When the promised time is over; `None` while that is not known, or once it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// When a reader is to be made aware of it; `None` unless it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soon: Option<Timestamp>,
    /// The sum, for agents only; `None` in what others get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<Sum>,
}

impl Clock {
    /// Whether it counts.
    pub fn is_running(&self) -> bool {
        self.stand == Stand::Running
    }

    /// Whether it stands still for a while.
    pub const fn is_paused(&self) -> bool {
        matches!(self.stand, Stand::Paused { .. })
    }

    /// Whether it has stopped.
    pub const fn has_stopped(&self) -> bool {
        matches!(self.stand, Stand::Stopped { .. })
    }

    /// Returns the open time that it counted from its last change until then; none unless it runs.
    pub fn ran(&self, until: Timestamp, rules: &PromiseRules) -> i64 {
        let target = self.sum.as_ref().and_then(|sum| sum.target.as_ref());
        let open = target.and_then(|target| rules.open_time(target));
        open.filter(|_| self.is_running())
            .map_or(0, |open| open.between(self.since, until))
    }

    /// Whether more time has passed at `now` than was promised, or had when it stopped.
    pub fn is_late(&self, now: Timestamp) -> bool {
        match self.stand {
            Stand::Untargeted => false,
            Stand::Running => self.due.is_some_and(|due| due < now),
            Stand::Paused { .. } => self.due.is_some(),
            Stand::Stopped { kept } => kept == Some(false),
        }
    }

    /// Returns the clock without what only agents know.
    #[must_use]
    pub fn for_user(&self) -> Self {
        Self {
            sum: None,
            ..self.clone()
        }
    }
}

/// A promise whose clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The promise.
    pub promise: Promise,
    /// When its time is over.
    pub at: Timestamp,
    /// When a reader is to be made aware of it.
    pub soon: Timestamp,
}

/// The clocks of a ticket. Tickets from before there were service levels have none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clocks {
    /// Clock of the time to own.
    pub own: Clock,
    /// Clock of the time to resolve.
    pub resolve: Clock,
}

impl Clocks {
    /// Returns the clock of a promise.
    pub const fn of(&self, promise: Promise) -> &Clock {
        match promise {
            Promise::Own => &self.own,
            Promise::Resolve => &self.resolve,
        }
    }

    /// Returns the clock of a promise, to change it.
    pub const fn of_mut(&mut self, promise: Promise) -> &mut Clock {
        match promise {
            Promise::Own => &mut self.own,
            Promise::Resolve => &mut self.resolve,
        }
    }

    /// Returns the promise that comes due first, of those whose clock runs.
    pub fn due(&self) -> Option<Due> {
        let running = Promise::ALL.iter().filter_map(|promise| {
            let clock = self.of(*promise);
            let at = clock.due.filter(|_| clock.is_running())?;
            Some(Due {
                promise: *promise,
                at,
                soon: clock.soon.unwrap_or(at),
            })
        });
        running.min_by_key(|due| due.at)
    }

    /// Returns since when the clocks are paused; `None` unless none runs and one is paused.
    pub fn paused_since(&self) -> Option<Timestamp> {
        let clocks = [&self.own, &self.resolve];
        let paused = clocks.into_iter().filter(|clock| clock.is_paused());
        let runs = self.own.is_running() || self.resolve.is_running();
        paused.map(|clock| clock.since).min().filter(|_| !runs)
    }

    /// Returns when the next step is due of whichever clock.
    pub fn next_step(&self) -> Option<Timestamp> {
        let next = |promise: &Promise| self.of(*promise).sum.as_ref()?.next;
        Promise::ALL.iter().filter_map(next).min()
    }

    /// Returns the clocks without what only agents know.
    #[must_use]
    pub fn for_user(&self) -> Self {
        Self {
            own: self.own.for_user(),
            resolve: self.resolve.for_user(),
        }
    }
}
