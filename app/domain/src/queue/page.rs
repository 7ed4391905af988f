//! Page of the queue.

use crate::directory::choices::Choices;
use crate::tickets::line::Line;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Page of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// Lines of the page.
    pub lines: Vec<Line>,
    /// Opaque cursor of the next page; `None` on the last one.
    pub next: Option<String>,
    /// Opaque cursor of the live stream at which the page was read.
    pub cursor: String,
    /// Number of tickets in each standing view, by name of the view in addresses.
    pub counts: BTreeMap<String, i64>,
    /// Choices that the filters and forms offer.
    pub choices: Choices,
}
