//! Pages of the audit log, as administrators read them.

use crate::governance::audit::{AuditEvent, AuditTopic};
use crate::identity::client::Client;
use crate::kernel::ids::PersonId;
use crate::kernel::language::Label;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Filters of the page of the audit log, as its address holds them. Empty fields do not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    /// Who did it, or whom it concerns: number of a person, or words of a name or e-mail address.
    pub who: String,
    /// Topic, if any.
    pub topic: Option<AuditTopic>,
    /// First day (ISO 8601), in the time zone of the reader.
    pub since: String,
    /// Last day (ISO 8601), included, in the time zone of the reader.
    pub until: String,
    /// Network address that it came from.
    pub address: String,
    /// Opaque cursor at which the page begins; `None` for the first page.
    pub after: Option<String>,
}

/// Page of the audit log, newest lines first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// Lines of the page.
    pub lines: Vec<AuditLine>,
    /// Opaque cursor of the next page; `None` on the last one.
    pub next: Option<String>,
    /// People who match [`AuditQuery::who`], a few at most.
    pub people: Vec<(PersonId, String)>,
    /// Number of people that `who` means; above [`PEOPLE_MAX`] there are no lines.
    pub meant: usize,
}

/// Maximum number of people whose lines are shown together: some of more would be left out.
pub const PEOPLE_MAX: usize = 100;

/// Line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// When it happened.
    pub at: Timestamp,
    /// Who did it; `None` for the program itself, or for somebody whose sign-in was denied.
    pub by: Option<(PersonId, String)>,
    /// What happened.
    pub what: Audited,
    /// Client that the request came from, if one is known.
    pub client: Option<Client>,
}

/// What a line of the audit log reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audited {
    /// Event about an account, with the person if known; or an operation of the program, without
    /// one.
    Event(AuditEvent, Option<(PersonId, String)>),
    /// Change to the directory.
    Saved(Saved),
}

/// Entry of the directory that was saved, and what changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Name of its stream, such as `person`.
    pub kind: String,
    /// Number of the entry.
    pub id: i64,
    /// Name that it was saved with.
    pub name: Label,
    /// Whether it was saved for the first time.
    pub new: bool,
    /// Fields that changed; empty for a new entry.
    pub changes: Vec<FieldChange>,
}

/// Change of one field of an entry. Values that cannot be shown in a few words are `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Name of the field in the log. A cell of the priority matrix is `matrix`, row and column.
    pub field: String,
    /// Value before, as a list of names.
    pub from: Option<Vec<Label>>,
    /// Value after, as a list of names.
    pub to: Option<Vec<Label>>,
}
