//! Content of the first page of the portal.

use crate::directory::disruption::Disruption;
use crate::tickets::line::Line;
use serde::{Deserialize, Serialize};

/// Content of the first page of the portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Disruptions that last, newest first.
    pub disruptions: Vec<Disruption>,
    /// The person's tickets, at most ten: those that are done but not closed first, then open ones.
    pub open: Vec<Line>,
    /// Whether the catalogue has anything that can be requested.
    pub has_items: bool,
    /// Opaque cursor of the live stream at which the page was read.
    pub cursor: String,
}
