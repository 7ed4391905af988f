//! One line of the log.

use guichet_domain::kernel::ids::{CommandId, PersonId, TicketId};
use guichet_domain::kernel::stream::{Stream, StreamId};
use guichet_domain::kernel::tagged::StoredEvent;
use guichet_domain::kernel::time::Timestamp;

/// A place in the log. Positions grow by one in the order of commits.
pub type Position = i64;

/// One line of the log, on its way in.
pub(crate) struct LogLine {
    pub position: Position,
    pub stream: StreamId,
    pub version: i64,
    pub at: Timestamp,
    pub by: Option<PersonId>,
    pub command: CommandId,
    /// What the command said, as a keyed hash; on its first line.
    pub content: Option<String>,
    pub stored: StoredEvent,
}

/// When something happened, who did it, and by which command.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    pub at: Timestamp,
    /// Nobody is the system.
    pub by: Option<PersonId>,
    pub command: CommandId,
}

/// A command that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Where; nothing where a newer program did it, in a stream that this one does not know.
    pub stream: Option<StreamId>,
    /// What it said, as a keyed hash: empty where that was removed, nothing where it is not known.
    pub content: Option<String>,
}

impl Done {
    /// The ticket that it was carried out on, if it was on one.
    pub fn ticket(&self) -> Option<TicketId> {
        let stream = self.stream.filter(|of| of.kind == Stream::Ticket)?;
        Some(TicketId(stream.id))
    }
}
