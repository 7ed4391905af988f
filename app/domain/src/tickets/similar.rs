//! Incidents that are like a ticket.

use crate::kernel::ids::TicketId;
use serde::{Deserialize, Serialize};

/// An incident that was like another when the other was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Similar {
    /// The incident.
    pub ticket: TicketId,
    /// How similar they were, from 0 to 1000.
    pub score: u16,
}
