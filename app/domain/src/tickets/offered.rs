//! What the knowledge base offered before a ticket was recorded.

use crate::kernel::ids::ArticleId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Maximum number of articles that are kept of each.
pub const OFFERED_MAX: usize = 20;

/// Articles that whoever recorded a ticket was shown beforehand, and those that they opened. Only
/// agents see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Articles that were suggested.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub shown: BTreeSet<ArticleId>,
    /// Articles that were opened.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub opened: BTreeSet<ArticleId>,
}

impl Offered {
    /// Whether nothing was offered.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty() && self.opened.is_empty()
    }

    /// Returns the first of each, [`OFFERED_MAX`] at most: nobody reads more.
    #[must_use]
    pub fn bounded(&self) -> Self {
        let first = |all: &BTreeSet<ArticleId>| all.iter().copied().take(OFFERED_MAX).collect();
        Self {
            shown: first(&self.shown),
            opened: first(&self.opened),
        }
    }
}
