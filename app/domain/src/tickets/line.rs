//! A line of a list, with the names it shows.

use crate::kernel::language::Label;
use crate::tickets::summary::Summary;
use serde::{Deserialize, Serialize};

/// A line of a list, with the names it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The ticket.
    pub summary: Summary,
    /// Name of the affected user; empty if the directory has none.
    pub affected: String,
    /// Name of the assignee, if any.
    pub assignee: Option<String>,
    /// Name of the service, if any.
    pub service: Option<Label>,
    /// Name of the catalogue item, if any.
    pub item: Option<Label>,
}
