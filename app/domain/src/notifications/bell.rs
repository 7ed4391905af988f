//! Notifications under the bell.

use crate::kernel::ids::ArticleId;
use crate::kernel::proof::Proof;
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use crate::notifications::notice::Notice;
use serde::{Deserialize, Serialize};

/// Notification as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLine {
    /// Opaque identifier by which it is marked as read.
    pub id: String,
    /// What the reader is notified of.
    pub notice: Notice,
    /// What it is about.
    pub about: NoticeAbout,
    /// Name of the person who caused it; `None` if the desk itself did or the reader may not know.
    pub by: Option<String>,
    /// Proof of that person, if they wrote by e-mail.
    #[serde(default)]
    pub by_mail: Option<Proof>,
    /// When it happened.
    pub at: Timestamp,
    /// Whether it was marked as read.
    pub read: bool,
}

/// What a notification is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeAbout {
    /// A ticket.
    Ticket {
        /// Reference of the ticket.
        reference: Reference,
        /// Subject of the ticket; `None` if the reader may no longer see it.
        subject: Option<String>,
        /// Whether it leads to the page of the desk rather than to that of the portal.
        at_the_desk: bool,
    },
    /// An article.
    Article {
        /// Number of the article.
        article: ArticleId,
        /// Title of the article; `None` if the reader may no longer work on it.
        title: Option<String>,
    },
}

/// Page of the notifications of a person, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notices {
    /// Notifications of the page.
    pub lines: Vec<NoticeLine>,
    /// Opaque cursor of the next page; `None` on the last one.
    pub next: Option<String>,
    /// Number of all unread notifications of the person.
    pub unread: i64,
    /// Opaque cursor of the live stream at which the page was read.
    pub cursor: String,
}
