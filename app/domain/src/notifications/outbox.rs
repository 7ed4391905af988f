//! E-mails that were not sent yet, as administrators see them.

use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// E-mail that was not sent yet, as administrators see it, without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxLine {
    /// Opaque identifier by which it can be tried again.
    pub key: String,
    /// E-mail address it goes to; empty if the person has none.
    pub to: String,
    /// Kind: the name of a notice, or of an e-mail about an account.
    pub kind: String,
    /// Ticket that it is about, if any.
    pub reference: Option<Reference>,
    /// When it was put into the outbox.
    pub at: Timestamp,
    /// Number of attempts so far.
    pub tries: i64,
    /// Error of the last attempt, if it failed.
    pub error: Option<String>,
    /// Time of the next attempt; `None` if there is none.
    pub due: Option<Timestamp>,
    /// When it was given up; `None` if it was not.
    pub failed_at: Option<Timestamp>,
}

/// The outbox, as administrators see it: e-mails about tickets that they may see, and others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbox {
    /// Number of e-mails that wait for another attempt.
    pub waiting: i64,
    /// Number of e-mails that were given up.
    pub failed: i64,
    /// These e-mails, up to a limit.
    pub emails: Vec<OutboxLine>,
}
