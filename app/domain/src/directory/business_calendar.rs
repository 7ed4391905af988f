//! Business calendars, as administrators set them up.

use crate::directory::opening::Hours;
use crate::kernel::ids::CalendarId;
use crate::kernel::language::Label;
use serde::{Deserialize, Serialize};

/// Hours by the clock of a time zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZonedHours {
    /// IANA name of the time zone, such as `Europe/Paris`.
    pub zone: String,
    /// When the desk works.
    pub hours: Hours,
}

/// Calendar by which promised times are counted.
///
/// A clock that runs goes on by the hours that it was given, so those of before stay in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessCalendar {
    /// Number of the calendar.
    pub id: CalendarId,
    /// Name.
    pub name: Label,
    /// Its present hours.
    pub now: ZonedHours,
    /// Its hours of before, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<ZonedHours>,
}

/// Maximum number of sets of hours that a calendar remembers.
pub const REVISIONS_MAX: usize = 200;

impl BusinessCalendar {
    /// Returns the number of the present hours: how many there were before.
    pub fn revision(&self) -> u32 {
        u32::try_from(self.before.len()).unwrap_or(u32::MAX)
    }

    /// Returns all hours that it ever had, with their numbers.
    pub fn revisions(&self) -> impl Iterator<Item = (u32, &ZonedHours)> {
        (0..).zip(self.before.iter().chain([&self.now]))
    }

    /// Returns this calendar with what the calendar `saved` remembers: its present hours become
    /// hours of before if these are others.
    #[must_use]
    pub fn instead_of(mut self, saved: &Self) -> Self {
        self.before.clone_from(&saved.before);
        if self.now != saved.now {
            self.before.push(saved.now.clone());
        }
        self
    }
}
