//! Disruptions as agents see them, with the tickets about them.

use crate::directory::disruption::{Disruption, Phase};
use crate::kernel::reference::Reference;
use crate::tickets::hold::HoldReason;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};

/// A disruption on the agents' page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisruptionLine {
    /// The disruption. Of its tickets, only those that the reader may see.
    pub disruption: Disruption,
    /// Where it stood when this was read.
    pub phase: Phase,
    /// Whether it lasts longer than was expected.
    pub overdue: bool,
    /// Its tickets that the reader may see, by number.
    pub linked: Vec<LinkedTicket>,
}

/// A ticket that is linked to a disruption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedTicket {
    /// Kind and number.
    pub reference: Reference,
    /// State in the workflow of its kind.
    pub state: State,
    /// What a ticket on hold waits for.
    pub hold: Option<HoldReason>,
    /// Subject, in one line.
    pub subject: String,
}
