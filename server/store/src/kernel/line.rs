//! One event as a row of the log.

use guichet_domain::kernel::ids::{CommandId, PersonId};
use guichet_domain::kernel::stream::StreamId;
use guichet_domain::kernel::tagged::StoredEvent;
use guichet_domain::kernel::time::Timestamp;

/// A place in the log. Positions grow by one in the order of commits.
pub type Position = i64;

/// An event about to be written to the log.
pub(crate) struct LogLine {
    pub position: Position,
    pub stream: StreamId,
    pub version: i64,
    pub at: Timestamp,
    pub by: Option<PersonId>,
    pub command: CommandId,
    /// Keyed hash of the command's content, on the first event of the command.
    pub content: Option<String>,
    pub stored: StoredEvent,
}

/// When an event happened, who caused it, and by which command.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    pub at: Timestamp,
    /// `None` is the system.
    pub by: Option<PersonId>,
    pub command: CommandId,
}
