//! Where an incident belongs and how pressing it is.

use crate::kernel::ids::{CategoryId, ServiceId};
use crate::kernel::priority::{Impact, Urgency};
use serde::{Deserialize, Serialize};

/// Where an incident belongs and how pressing it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classification {
    pub service: ServiceId,
    pub category: CategoryId,
    pub impact: Impact,
    pub urgency: Urgency,
}
