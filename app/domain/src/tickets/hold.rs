//! Holds: what a ticket waits for, and until when.

pub use crate::kernel::hold_reason::HoldReason;
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};

/// What a ticket on hold waits for, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// What it waits for.
    pub reason: HoldReason,
    /// When the hold ends by itself; `None` only for imported holds.
    pub until: Option<Timestamp>,
    /// State to return to.
    pub before: State,
    /// Problem whose fix is awaited; for agents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Reference>,
}
