//! Approval that an item of the catalogue needs.

use crate::kernel::approval_rule::ApprovalRule;
use crate::kernel::ids::PersonId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Approval that requests for a catalogue item need.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum ApprovalPolicy {
    /// No approval is needed.
    #[default]
    Nobody,
    /// Approval of the affected user's line manager.
    LineManager,
    /// Approval of named people.
    People {
        /// People who are asked; at least one.
        people: BTreeSet<PersonId>,
        /// How many of them must agree.
        rule: ApprovalRule,
    },
}
