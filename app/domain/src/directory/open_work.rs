//! What is open for somebody or something in the directory.

use serde::{Deserialize, Serialize};

/// What is open for a person, a team, a service or an item of the catalogue, of what whoever asks
/// may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenWork {
    /// Tickets in queues.
    pub tickets: i64,
    /// Decisions that are awaited.
    pub approvals: i64,
}
