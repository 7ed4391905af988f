//! What stands under the bell.

use crate::kernel::proof::Proof;
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use crate::notifications::notice::Notice;
use serde::{Deserialize, Serialize};

/// A notification as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLine {
    /// Opaque: by what it is marked as read.
    pub id: String,
    pub notice: Notice,
    pub reference: Reference,
    /// Nothing where the ticket is no longer for this person's eyes.
    pub subject: Option<String>,
    /// Who did it; nothing where time did.
    pub by: Option<String>,
    /// How sure the desk is of that, where it came as an e-mail.
    #[serde(default)]
    pub by_mail: Option<Proof>,
    pub at: Timestamp,
    pub read: bool,
    /// It is read at the desk rather than on the portal.
    pub at_the_desk: bool,
}

/// Somebody's notifications, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notices {
    pub lines: Vec<NoticeLine>,
    /// Opaque: where the next page begins.
    pub next: Option<String>,
    pub unread: i64,
    /// Where to follow from.
    pub cursor: String,
}
