//! A line of a list, with the names it shows.

use crate::kernel::language::Label;
use crate::tickets::summary::Summary;
use serde::{Deserialize, Serialize};

/// A line of a list, with the names it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub summary: Summary,
    pub affected: String,
    pub assignee: Option<String>,
    pub service: Option<Label>,
    pub item: Option<Label>,
}
