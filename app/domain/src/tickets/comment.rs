//! Comments and notes on a ticket.

use crate::kernel::actor::Who;
use crate::kernel::audience::Audience;
use crate::kernel::ids::TextId;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A comment, or a note for agents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// The text, stored beside the log.
    pub text: TextId,
    /// Who wrote it.
    pub by: Who,
    /// When it was written.
    pub at: Timestamp,
    /// Who may read it; agents only for a note.
    pub audience: Audience,
}
