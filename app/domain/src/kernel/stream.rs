//! Streams of the log: one for each thing that events happen to.

use crate::kernel::ids::{FileId, TextId, TicketId};
use crate::kernel::removed::Removed;
use crate::kernel::tagged::StoredEvent;
use std::fmt;

/// The kinds of things that the log has streams of. Their names are stored: they stay.
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
    Ticket,
    Person,
    Team,
    Department,
    Service,
    Category,
    Item,
    Disruption,
    Settings,
    /// Audit events of an account, by the number of its person.
    Access,
    /// Audit events of the program itself.
    Operation,
}

impl Stream {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// As the log names it.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The kind of that name; nothing where a newer program has written it.
    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// The stream of the thing with this number.
    pub const fn of(self, id: i64) -> StreamId {
        StreamId { kind: self, id }
    }
}

/// One stream: a kind of thing, and the number of the thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId {
    pub kind: Stream,
    pub id: i64,
}

impl From<TicketId> for StreamId {
    fn from(ticket: TicketId) -> Self {
        Stream::Ticket.of(ticket.0)
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.name(), self.id)
    }
}

/// Events that bring a file are stored under this name, with the file's name at `attachment.name`:
/// there it is emptied.
pub const ATTACHED: &str = "attached";

/// Events that empty something are stored under this name.
pub const REDACTED: &str = "redacted";

/// What belongs to an event and is kept beside the log: what nothing names is swept up, and no backup
/// holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// The texts it names.
    pub texts: Vec<TextId>,
    /// The file it brings, and its size in bytes: see [`ATTACHED`].
    pub file: Option<(FileId, i64)>,
    /// What of the stream it empties for good: see [`REDACTED`].
    pub removes: Option<Removed>,
}

/// An event of any stream.
pub trait StreamEvent: Send + Sync {
    /// As the log keeps it.
    fn store(&self) -> StoredEvent;

    /// What is kept beside the log for it.
    fn beside(&self) -> Beside;
}
