//! Content of the first page of the portal.

use crate::directory::disruption::Announcement;
use crate::tickets::line::Line;
use serde::{Deserialize, Serialize};

/// Content of the first page of the portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Disruptions that last, are planned, or ended with a last word, in this order.
    pub disruptions: Vec<Announcement>,
    /// The person's tickets, at most ten: those that are done but not closed first, then open ones.
    pub open: Vec<Line>,
    /// Whether the catalogue has anything that can be requested.
    pub has_items: bool,
    /// Opaque cursor of the live stream at which the page was read.
    pub cursor: String,
}
