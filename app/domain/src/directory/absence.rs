//! Absences of people, and their substitutes.

use crate::kernel::ids::PersonId;
use crate::kernel::time::date_text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Days on which somebody is away, in the time zone of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// First day.
    #[serde(with = "date_text")]
    pub from: Date,
    /// Last day, included.
    #[serde(with = "date_text")]
    pub until: Date,
    /// Person who decides in their place meanwhile. Without one, decisions that are asked of them
    /// wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitute: Option<PersonId>,
}

impl Absence {
    /// Whether `day` is one of the days of the absence.
    pub fn covers(&self, day: Date) -> bool {
        (self.from..=self.until).contains(&day)
    }
}
