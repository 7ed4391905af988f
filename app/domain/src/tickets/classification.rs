//! Classification of a ticket: service, category, impact and urgency.

use crate::kernel::ids::{CategoryId, ServiceId};
use crate::kernel::priority::{Impact, Urgency};
use serde::{Deserialize, Serialize};

/// Service, category, impact and urgency of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classification {
    /// Service concerned.
    pub service: ServiceId,
    /// Category of that service.
    pub category: CategoryId,
    /// Impact (ITIL).
    pub impact: Impact,
    /// Urgency (ITIL).
    pub urgency: Urgency,
}
