//! Counts of open work for an entry of the directory.

use serde::{Deserialize, Serialize};

/// Open work for a person, a team, a service or an item of the catalogue. Counts only tickets that
/// the reader may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenWork {
    /// Number of tickets in the queue that name the entry (a person as assignee).
    pub tickets: i64,
    /// Number of requests that await the decision of the person; 0 for other entries.
    pub approvals: i64,
}
