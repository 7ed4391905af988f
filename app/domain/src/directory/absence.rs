//! Absences of people, and their substitutes.

use crate::kernel::ids::PersonId;
use crate::kernel::time::{read_date, written};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Days on which somebody is away, in the time zone of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// First day.
    #[serde(serialize_with = "write", deserialize_with = "read")]
    pub from: Date,
    /// Last day, included.
    #[serde(serialize_with = "write", deserialize_with = "read")]
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

fn write<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&written(*date))
}

fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    read_date(&text).ok_or_else(|| de::Error::custom("not a date"))
}
