//! One row of the log: an incident as it stood after one update.

use super::lines::BadLine;
use guichet_domain::Timestamp;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::priority::{Impact, Priority, Urgency};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::workflow::State;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Columns a row must have. Other columns are kept as notes when they change.
const NEEDED: &[&str] = &[
    "number",
    "incident_state",
    "reassignment_count",
    "reopen_count",
    "sys_mod_count",
    "caller_id",
    "opened_by",
    "opened_at",
    "sys_updated_by",
    "sys_updated_at",
    "contact_type",
    "category",
    "subcategory",
    "impact",
    "urgency",
    "priority",
    "assignment_group",
    "assigned_to",
    "resolved_at",
    "closed_at",
];

/// Columns whose values follow from other columns, or never change.
const IMPLIED: &[&str] = &["active", "sys_created_by", "sys_created_at"];

/// Why a row was left out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRow {
    #[error("the file is empty")]
    Empty,
    #[error("the column {0} is missing")]
    MissingColumn(&'static str),
    #[error("the column {0} is there twice")]
    ColumnTwice(String),
    #[error(transparent)]
    Line(#[from] BadLine),
    #[error("{found} fields instead of {expected}")]
    FieldCount { expected: usize, found: usize },
    #[error("the incident has no number")]
    NoNumber,
    #[error("{column}: {value:?} is not a time of the form DD-MM-YYYY hh:mm")]
    Time { column: &'static str, value: String },
    #[error("{column}: {value:?} is not a count")]
    Count { column: &'static str, value: String },
    #[error("incident_state: {0:?} is unknown")]
    State(String),
    #[error("{column}: {value:?} is unknown")]
    Level { column: &'static str, value: String },
}

/// Index of each column.
#[derive(Debug)]
pub struct Columns {
    places: BTreeMap<String, usize>,
    count: usize,
}

impl Columns {
    /// Finds the columns in the header.
    ///
    /// # Errors
    /// A needed column is missing, or a column occurs twice.
    pub fn of(header: Vec<String>) -> Result<Self, BadRow> {
        let count = header.len();
        let mut places = BTreeMap::new();
        for (place, name) in header.into_iter().enumerate() {
            let name = name.to_lowercase();
            if places.insert(name.clone(), place).is_some() {
                return Err(BadRow::ColumnTwice(name));
            }
        }
        match NEEDED.iter().find(|name| !places.contains_key(**name)) {
            Some(missing) => Err(BadRow::MissingColumn(missing)),
            None => Ok(Self { places, count }),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Row {
    pub number: String,
    pub state: State,
    pub hold: Option<HoldReason>,
    pub hand_overs: u32,
    pub reopenings: u32,
    pub mod_count: u32,
    pub caller: Option<String>,
    pub opened_by: Option<String>,
    pub opened_at: Option<Timestamp>,
    pub updated_by: Option<String>,
    pub updated_at: Timestamp,
    pub channel: Channel,
    pub category: Option<String>,
    pub subcategory: Option<String>,
    pub impact: Option<Impact>,
    pub urgency: Option<Urgency>,
    pub priority: Option<Priority>,
    pub group: Option<String>,
    pub assignee: Option<String>,
    pub resolved_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub closed_code: Option<String>,
    pub resolved_by: Option<String>,
    pub symptom: Option<String>,
    /// Every other column that can change, by name.
    pub rest: BTreeMap<String, Option<String>>,
}

impl Row {
    /// Reads a row.
    ///
    /// # Errors
    /// The first field of the row that cannot be read.
    pub fn read(columns: &Columns, fields: &[String], zone: &TimeZone) -> Result<Self, BadRow> {
        if fields.len() != columns.count {
            let (expected, found) = (columns.count, fields.len());
            return Err(BadRow::FieldCount { expected, found });
        }
        let read = Reading {
            columns,
            fields,
            zone,
        };
        let (state, hold) = state(read.raw("incident_state"))?;
        let updated_at = read.time("sys_updated_at")?.ok_or(BadRow::Time {
            column: "sys_updated_at",
            value: "?".into(),
        })?;
        let rest = columns
            .places
            .keys()
            .filter(|name| !NEEDED.contains(&name.as_str()) && !IMPLIED.contains(&name.as_str()))
            .map(|name| (name.clone(), read.known(name)))
            .collect();
        Ok(Self {
            number: read.known("number").ok_or(BadRow::NoNumber)?,
            state,
            hold,
            hand_overs: read.count("reassignment_count")?,
            reopenings: read.count("reopen_count")?,
            mod_count: read.count("sys_mod_count")?,
            caller: read.known("caller_id"),
            opened_by: read.known("opened_by"),
            opened_at: read.time("opened_at")?,
            updated_by: read.known("sys_updated_by"),
            updated_at,
            channel: channel(read.raw("contact_type")),
            category: read.known("category"),
            subcategory: read.known("subcategory"),
            impact: read.level("impact", Impact::ALL)?,
            urgency: read.level("urgency", Urgency::ALL)?,
            priority: read.level("priority", Priority::ALL)?,
            group: read.known("assignment_group"),
            assignee: read.known("assigned_to"),
            resolved_at: read.time("resolved_at")?,
            closed_at: read.time("closed_at")?,
            closed_code: read.known("closed_code"),
            resolved_by: read.known("resolved_by"),
            symptom: read.known("u_symptom"),
            rest,
        })
    }

    /// Subject of the ticket, made of category and symptom, since the source has no words.
    pub fn subject(&self) -> String {
        let place = [&self.category, &self.subcategory];
        let place: Vec<&str> = place.into_iter().flatten().map(String::as_str).collect();
        match (place.join(" / "), &self.symptom) {
            (place, Some(symptom)) if !place.is_empty() => format!("{place} ({symptom})"),
            (place, None) if !place.is_empty() => place,
            (_, Some(symptom)) => symptom.clone(),
            (_, None) => self.number.clone(),
        }
    }
}

fn state(text: &str) -> Result<(State, Option<HoldReason>), BadRow> {
    Ok(match text {
        "New" => (State::New, None),
        "Active" => (State::Diagnosing, None),
        "Awaiting User Info" | "Awaiting Evidence" => (State::OnHold, Some(HoldReason::User)),
        "Awaiting Problem" => (State::OnHold, Some(HoldReason::Problem)),
        "Awaiting Vendor" => (State::OnHold, Some(HoldReason::Vendor)),
        "Resolved" => (State::Resolved, None),
        "Closed" => (State::Closed, None),
        _ => return Err(BadRow::State(text.to_owned())),
    })
}

fn channel(text: &str) -> Channel {
    match text {
        "Phone" | "IVR" => Channel::Phone,
        "Email" => Channel::Email,
        "Direct opening" => Channel::InPerson,
        _ => Channel::Portal,
    }
}

struct Reading<'a> {
    columns: &'a Columns,
    fields: &'a [String],
    zone: &'a TimeZone,
}

impl Reading<'_> {
    fn raw(&self, name: &str) -> &str {
        let place = self.columns.places.get(name);
        place
            .and_then(|place| self.fields.get(*place))
            .map_or("", String::as_str)
    }

    /// The value of a column with single spaces; `None` if it is empty or `?`.
    fn known(&self, name: &str) -> Option<String> {
        let text = self
            .raw(name)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        (!text.is_empty() && text != "?").then_some(text)
    }

    fn count(&self, column: &'static str) -> Result<u32, BadRow> {
        let value = self.raw(column);
        value.parse().map_err(|_| BadRow::Count {
            column,
            value: value.to_owned(),
        })
    }

    /// A value such as `1 - High`, whose number counts from the most pressing.
    fn level<T: Copy>(&self, column: &'static str, all: &[T]) -> Result<Option<T>, BadRow> {
        let Some(value) = self.known(column) else {
            return Ok(None);
        };
        let number = value.split_whitespace().next().and_then(|n| n.parse().ok());
        let level = number
            .and_then(|n: usize| all.get(n.checked_sub(1)?))
            .copied();
        level.map(Some).ok_or(BadRow::Level { column, value })
    }

    /// Reads a local time. In the hour that a change of clocks skips, the time is read as if the
    /// change had not happened yet; in the repeated hour, the first of the two is meant.
    fn time(&self, column: &'static str) -> Result<Option<Timestamp>, BadRow> {
        let Some(value) = self.known(column) else {
            return Ok(None);
        };
        let instant = DateTime::strptime("%d-%m-%Y %H:%M", &value)
            .ok()
            .and_then(|civil| self.zone.to_ambiguous_timestamp(civil).compatible().ok());
        instant
            .map(|instant| Some(Timestamp(instant.as_microsecond())))
            .ok_or(BadRow::Time { column, value })
    }
}
