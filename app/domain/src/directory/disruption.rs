//! Disruptions that are announced on the portal.

use crate::kernel::ids::{DisruptionId, ServiceId};
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Disruption that is announced on the portal, written by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disruption {
    /// Number of the disruption.
    pub id: DisruptionId,
    /// Service that is disrupted, if it is a single one.
    pub service: Option<ServiceId>,
    /// Title, in one line.
    pub title: String,
    /// Message below the title; may be empty.
    pub message: String,
    /// When it was first saved.
    pub since: Timestamp,
    /// When it was marked as ended; `None` while it lasts.
    pub ended: Option<Timestamp>,
}
