//! Announcements on the portal.

use crate::kernel::ids::{DisruptionId, ServiceId};
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// An announcement on the portal, written by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disruption {
    pub id: DisruptionId,
    pub service: Option<ServiceId>,
    pub title: String,
    pub message: String,
    pub since: Timestamp,
    pub ended: Option<Timestamp>,
}
