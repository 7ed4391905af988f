//! One line of the log.

use guichet_domain::kernel::ids::{CommandId, PersonId};
use guichet_domain::kernel::tagged::Stored;
use guichet_domain::kernel::time::Timestamp;

/// A place in the log. Positions grow by one in the order of commits.
pub type Position = i64;

/// One line of the log, on its way in.
pub(crate) struct LogLine {
    pub position: Position,
    pub stream: &'static str,
    pub id: i64,
    pub version: i64,
    pub at: Timestamp,
    pub by: Option<PersonId>,
    pub command: CommandId,
    /// What the command said, as a keyed hash; on its first line.
    pub content: Option<String>,
    pub stored: Stored,
}

/// A command that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub stream: String,
    /// The number in the stream.
    pub id: i64,
    /// What it said, as a keyed hash: empty where that was removed, nothing where it is not known.
    pub content: Option<String>,
}
