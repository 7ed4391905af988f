//! Whose approval an item of the catalogue wants.

use crate::kernel::approval_rule::ApprovalRule;
use crate::kernel::ids::PersonId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a catalogue item says about approval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum ApprovalPolicy {
    #[default]
    Nobody,
    /// The affected user's.
    LineManager,
    People {
        people: BTreeSet<PersonId>,
        rule: ApprovalRule,
    },
}
