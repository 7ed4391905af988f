//! The portal's first page.

use crate::directory::disruption::Disruption;
use crate::tickets::line::Line;
use serde::{Deserialize, Serialize};

/// The portal's first page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub disruptions: Vec<Disruption>,
    pub open: Vec<Line>,
    pub cursor: String,
}
