//! What agents are shown of incidents that come together.

use crate::kernel::ids::TicketId;
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use crate::tickets::hold::HoldReason;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};

/// The groups that are shown now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupLines {
    /// Tells these groups from others; 0 for none.
    pub version: u32,
    /// The groups, the one that affects most people first.
    pub lines: Vec<GroupLine>,
}

/// Incidents that are alike and close in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupLine {
    /// The incident that is most like the others.
    pub likest: Reference,
    /// Its subject, in one line.
    pub subject: String,
    /// Number of people that are affected: who reports twice counts once.
    pub people: i64,
    /// Sites where they work, as far as that is known.
    pub sites: Vec<String>,
    /// The incidents, the latest first; at most [`INCIDENTS_SHOWN`].
    pub incidents: Vec<GroupIncident>,
    /// Number of incidents beyond these.
    pub more: i64,
    /// Time between the first and the last of them, in microseconds.
    pub within: i64,
}

/// Maximum number of incidents of a group that are shown.
pub const INCIDENTS_SHOWN: usize = 50;

/// An incident of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupIncident {
    /// The incident.
    pub reference: Reference,
    /// Subject, in one line.
    pub subject: String,
    /// State in the workflow.
    pub state: State,
    /// What it waits for, if it is on hold.
    pub hold: Option<HoldReason>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

impl GroupLine {
    /// Whether an incident is shown among those of the group.
    pub fn has(&self, incident: TicketId) -> bool {
        let mut incidents = self.incidents.iter();
        incidents.any(|one| one.reference.id == incident)
    }
}

/// Returns the site of a place, which is what people say first: « Lyon, 3e étage » is in Lyon.
pub fn site(place: &str) -> &str {
    let site = place.split([',', ';', '/', '(', '\n']).next();
    site.unwrap_or_default().trim()
}
