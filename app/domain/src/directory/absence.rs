//! When somebody is away, and who stands in for them.

use crate::kernel::ids::PersonId;
use crate::kernel::time::{read_date, written};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Days on which somebody is not there, on the desk's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// The first day.
    #[serde(serialize_with = "write", deserialize_with = "read")]
    pub from: Date,
    /// The last day.
    #[serde(serialize_with = "write", deserialize_with = "read")]
    pub until: Date,
    /// Who decides instead of them meanwhile; without one, what is asked of them waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitute: Option<PersonId>,
}

impl Absence {
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
