//! Service levels: the times that are promised, and who is told when they come near.

use crate::directory::opening::OpenTime;
use crate::kernel::hold_reason::HoldReason;
use crate::kernel::ids::{CalendarId, ItemId, ServiceId, ServiceLevelId, TeamId};
use crate::kernel::language::Label;
use crate::kernel::priority::Priority;
use crate::kernel::promise::{Promise, Rank};
use crate::kernel::reference::Kind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Tickets that a service level is for. The first ones come first where several fit.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum Scope {
    /// Requests for one item of the catalogue.
    Item(ItemId),
    /// Tickets of one service.
    Service(ServiceId),
    /// Tickets of one team.
    Team(TeamId),
    /// All tickets.
    #[default]
    Everything,
}

/// Times for tickets of one kind and priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// Kind of the tickets.
    pub kind: Kind,
    /// Priority of the tickets.
    pub priority: Priority,
    /// Minutes to own, if promised; 1 to [`MINUTES_MAX`].
    pub own: Option<u32>,
    /// Minutes to resolve, if promised; 1 to [`MINUTES_MAX`].
    pub resolve: Option<u32>,
}

/// Maximum number of minutes that can be promised: a thousand hours.
pub const MINUTES_MAX: u32 = 60_000;

impl Times {
    /// Returns the minutes of a promise, if it is made.
    pub const fn of(&self, promise: Promise) -> Option<u32> {
        match promise {
            Promise::Own => self.own,
            Promise::Resolve => self.resolve,
        }
    }
}

/// Who is told, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Step {
    /// Part of the promised time that has passed, in percent: below 100 it is a warning, at 100 the
    /// promise is missed. 1 to [`PERCENT_MAX`].
    pub percent: u16,
    /// Who is told.
    pub to: Rank,
}

/// Percent of the promised time at which the promise is missed.
pub const MISSED: u16 = 100;

/// Percent of the promised time at which the last step can be.
pub const PERCENT_MAX: u16 = 1000;

/// Maximum number of steps.
pub const STEPS_MAX: usize = 12;

/// Times that are promised for some tickets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLevel {
    /// Number of the service level.
    pub id: ServiceLevelId,
    /// Name.
    pub name: Label,
    /// Tickets that it is for.
    pub scope: Scope,
    /// Calendar by which the times are counted.
    pub calendar: CalendarId,
    /// Times by kind and priority, each pair at most once.
    pub times: Vec<Times>,
    /// Reasons of holds that stop the clock, beside waiting for the user, which always does.
    pub pauses: BTreeSet<HoldReason>,
    /// Who is told when, in ascending order.
    pub steps: Vec<Step>,
    /// Whether it is applied.
    pub active: bool,
}

impl ServiceLevel {
    /// Returns the steps that a new service level begins with.
    pub fn usual_steps() -> Vec<Step> {
        let step = |percent, to| Step { percent, to };
        vec![
            step(75, Rank::Assignee),
            step(100, Rank::Assignee),
            step(100, Rank::Lead),
            step(150, Rank::Manager),
        ]
    }
}

/// What a service level depends on of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matter {
    /// Kind of the ticket.
    pub kind: Kind,
    /// Its priority.
    pub priority: Priority,
    /// Item of the catalogue that it is for.
    pub item: Option<ItemId>,
    /// Its service.
    pub service: Option<ServiceId>,
    /// Team in charge.
    pub team: Option<TeamId>,
}

impl Matter {
    fn is_in(&self, scope: Scope) -> bool {
        match scope {
            Scope::Item(item) => self.item == Some(item),
            Scope::Service(service) => self.service == Some(service),
            Scope::Team(team) => self.team == Some(team),
            Scope::Everything => true,
        }
    }
}

/// What a clock counts towards: an outcome, which later changes of the rules leave as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Service level that gave it.
    pub level: ServiceLevelId,
    /// Calendar by which it is counted.
    pub calendar: CalendarId,
    /// Number of the calendar's hours.
    pub revision: u32,
    /// Minutes promised.
    pub minutes: u32,
    /// Reasons of holds that stop the clock, beside waiting for the user.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub pauses: BTreeSet<HoldReason>,
}

/// The rules by which times are promised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PromiseRules {
    /// Service levels, those that come first where several fit at the front.
    levels: Vec<ServiceLevel>,
    /// Open time of each calendar by each set of hours that it ever had.
    open: BTreeMap<(CalendarId, u32), OpenTime>,
}

impl PromiseRules {
    /// Makes rules of service levels, and of the open time by calendar and number of its hours.
    pub fn new(
        levels: impl IntoIterator<Item = ServiceLevel>,
        open: BTreeMap<(CalendarId, u32), OpenTime>,
    ) -> Self {
        let mut levels: Vec<_> = levels.into_iter().collect();
        levels.sort_by_key(|level| (level.scope, level.id));
        Self { levels, open }
    }

    /// Whether nothing is promised at all.
    pub fn is_empty(&self) -> bool {
        !self.levels.iter().any(|level| level.active)
    }

    /// Returns what a clock counts towards; `None` if nothing is promised.
    pub fn target(&self, promise: Promise, matter: &Matter) -> Option<Target> {
        self.levels
            .iter()
            .filter(|level| level.active && matter.is_in(level.scope))
            .find_map(|level| {
                let mut times = level.times.iter();
                let times = times
                    .find(|times| times.kind == matter.kind && times.priority == matter.priority)?;
                let (calendar, _) = self
                    .open
                    .range((level.calendar, 0)..=(level.calendar, u32::MAX))
                    .next_back()?;
                Some(Target {
                    level: level.id,
                    calendar: calendar.0,
                    revision: calendar.1,
                    minutes: times.of(promise)?,
                    pauses: level.pauses.clone(),
                })
            })
    }

    /// Returns the open time by which a target is counted.
    pub fn open_time(&self, target: &Target) -> Option<&OpenTime> {
        self.open.get(&(target.calendar, target.revision))
    }

    /// Returns who is told at which part of the promised time, in percent, in ascending order. That
    /// a promise is missed is noted at 100 also where nobody is told. A clock that runs goes on by a
    /// level that is active no more.
    pub fn steps(&self, target: &Target) -> BTreeMap<u16, BTreeSet<Rank>> {
        let mut steps = BTreeMap::from([(MISSED, BTreeSet::new())]);
        let mut levels = self.levels.iter();
        let level = levels.find(|level| level.id == target.level);
        for step in level.iter().flat_map(|level| &level.steps) {
            steps.entry(step.percent).or_default().insert(step.to);
        }
        steps
    }

    /// Returns the first of these steps after `told`, in percent.
    pub fn step_after(&self, target: &Target, told: u16) -> Option<u16> {
        let level = self.levels.iter().find(|level| level.id == target.level);
        let steps = level.iter().flat_map(|level| &level.steps);
        let percents = steps.map(|step| step.percent).chain([MISSED]);
        percents.filter(|percent| *percent > told).min()
    }
}
