//! Mail that did not go out yet, as administrators see it.

use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// An e-mail that did not go out yet, as administrators see it. What it says stays in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxLine {
    pub key: String,
    pub to: String,
    /// What it is about: a notice, or an e-mail that concerns no ticket.
    pub kind: String,
    pub reference: Option<Reference>,
    pub at: Timestamp,
    pub tries: i64,
    pub error: Option<String>,
    /// When it is tried next.
    pub due: Option<Timestamp>,
    /// When it was given up.
    pub failed_at: Option<Timestamp>,
}

/// The outbox, as administrators see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbox {
    pub waiting: i64,
    pub failed: i64,
    pub emails: Vec<OutboxLine>,
}
