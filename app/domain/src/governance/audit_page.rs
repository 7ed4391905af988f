//! The audit log, as administrators read it.

use crate::governance::audit::{AuditEvent, AuditTopic};
use crate::identity::client::Client;
use crate::kernel::ids::PersonId;
use crate::kernel::language::Label;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What the audit page is narrowed to, as its address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    /// Who did it, or whom it concerns: a number, or words of a name or an address.
    pub who: String,
    pub topic: Option<AuditTopic>,
    /// Days as the reader's zone has them, both included (ISO 8601).
    pub since: String,
    pub until: String,
    /// An address of the network.
    pub address: String,
    /// Opaque: where the page begins.
    pub after: Option<String>,
}

/// A page of the audit log, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    pub lines: Vec<AuditLine>,
    pub next: Option<String>,
    /// Whom `who` means, a few at most.
    pub people: Vec<(PersonId, String)>,
}

/// One line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    pub at: Timestamp,
    /// Nobody: the program itself, or somebody who was not let in.
    pub by: Option<(PersonId, String)>,
    pub what: Audited,
    pub client: Option<Client>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audited {
    /// Something about an account; nobody's where the person is not known.
    Event(AuditEvent, Option<(PersonId, String)>),
    /// Something administrators set up.
    Saved(Saved),
}

/// An entry that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Its stream.
    pub kind: String,
    pub id: i64,
    pub name: Label,
    pub new: bool,
    pub changes: Vec<FieldChange>,
}

/// A field that another value was given. No value where it cannot be said in a few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// As the log calls it; a cell of the priority matrix is `matrix`, a row and a column.
    pub field: String,
    pub from: Option<Vec<Label>>,
    pub to: Option<Vec<Label>>,
}
