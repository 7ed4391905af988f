//! Streams of the log: one for each thing that has events.

use crate::kernel::ids::{ArticleId, FeedbackId, FileId, TextId, TicketId};
use crate::kernel::removed::Removed;
use crate::kernel::tagged::StoredEvent;
use std::fmt;

/// Kind of thing that has streams in the log. The names are stored and must not change.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Stream {
    /// Tickets of every kind.
    Ticket,
    /// Articles of the knowledge base.
    Article,
    /// What users say of how they were served.
    Feedback,
    /// People of the directory.
    Person,
    /// Teams of agents.
    Team,
    /// Departments of the organisation.
    Department,
    /// Services.
    Service,
    /// Categories of incidents.
    Category,
    /// Items of the catalogue.
    Item,
    /// Disruptions announced on the portal.
    Disruption,
    /// Business calendars.
    Calendar,
    /// Service levels.
    ServiceLevel,
    /// Settings of the desk, a single stream.
    Settings,
    /// Audit events of an account, by the number of its person; 0 if the person is not known.
    Access,
    /// Audit events of the program itself.
    Operation,
}

impl Stream {
    /// All kinds of streams.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the name by which the log stores it.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the kind with this name; `None` if this version does not know it.
    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Returns the stream of the thing of this kind with this number.
    pub const fn of(self, id: i64) -> StreamId {
        StreamId { kind: self, id }
    }
}

/// Identifier of one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId {
    /// Kind of the thing.
    pub kind: Stream,
    /// Number of the thing within its kind.
    pub id: i64,
}

impl StreamId {
    /// Returns the number of the ticket whose stream it is, if it is one's.
    pub fn ticket(self) -> Option<TicketId> {
        (self.kind == Stream::Ticket).then_some(TicketId(self.id))
    }

    /// Returns the number of the article whose stream it is, if it is one's.
    pub fn article(self) -> Option<ArticleId> {
        (self.kind == Stream::Article).then_some(ArticleId(self.id))
    }

    /// Returns the number of the feedback whose stream it is, if it is one's.
    pub fn feedback(self) -> Option<FeedbackId> {
        (self.kind == Stream::Feedback).then_some(FeedbackId(self.id))
    }
}

impl From<TicketId> for StreamId {
    fn from(ticket: TicketId) -> Self {
        Stream::Ticket.of(ticket.0)
    }
}

impl From<ArticleId> for StreamId {
    fn from(article: ArticleId) -> Self {
        Stream::Article.of(article.0)
    }
}

impl From<FeedbackId> for StreamId {
    fn from(feedback: FeedbackId) -> Self {
        Stream::Feedback.of(feedback.0)
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.name(), self.id)
    }
}

/// Stored name of events that bring a file. The name of the file is at `attachment.name` of the
/// data, where redaction empties it.
pub const ATTACHED: &str = "attached";

/// Stored name of events that empty something.
pub const REDACTED: &str = "redacted";

/// Texts and files that an event names or removes and that are kept beside the log. Those that no
/// event names are deleted and are in no backup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Texts that the event names.
    pub texts: Vec<TextId>,
    /// File that the event brings, and its size in bytes. See [`ATTACHED`].
    pub file: Option<(FileId, i64)>,
    /// Content of the stream that the event empties for good. See [`REDACTED`].
    pub removes: Option<Removed>,
}

/// Event of any stream.
pub trait StreamEvent: Send + Sync {
    /// Returns the event as the log stores it.
    fn store(&self) -> StoredEvent;

    /// Returns what is kept beside the log for this event.
    fn beside(&self) -> Beside;
}
