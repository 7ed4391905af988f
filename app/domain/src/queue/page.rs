//! A page of the queue.

use crate::directory::choices::Choices;
use crate::tickets::line::Line;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A page of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    pub lines: Vec<Line>,
    pub next: Option<String>,
    pub cursor: String,
    pub counts: BTreeMap<String, i64>,
    pub choices: Choices,
}
