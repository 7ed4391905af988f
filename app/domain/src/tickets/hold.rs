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
    /// When the hold ends by itself; `None` for imported holds, and where a problem is waited for
    /// under which the ticket was recorded.
    pub until: Option<Timestamp>,
    /// State to return to.
    pub before: State,
    /// Problem whose fix is awaited; for agents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Reference>,
    /// How often the user was reminded that their answer is awaited.
    #[serde(default, skip_serializing_if = "Reminders::are_none")]
    pub reminders: Reminders,
}

/// Number of reminders to a user, after which the desk offers to close the ticket.
pub const REMINDERS: u8 = 2;

/// Reminders to a user whose answer is awaited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminders {
    /// How many there were; one more than [`REMINDERS`] once the desk offered to close the ticket.
    pub told: u8,
    /// When the next one is due; `None` if there is none to come.
    pub next: Option<Timestamp>,
}

impl Reminders {
    /// Whether none was told and none is to come.
    pub fn are_none(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the desk has offered to close the ticket.
    pub const fn has_offered(&self) -> bool {
        self.told > REMINDERS
    }
}
