//! Whose word is awaited on a request.

use crate::kernel::approval_rule::ApprovalRule;
use crate::kernel::ids::{PersonId, TextId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Why somebody else is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Replacement {
    /// They can no longer sign in.
    Left,
    /// They are away, and named who stands in for them.
    Absent,
    /// Somebody who answers for the team decided so, and said why.
    Named(TextId),
}

/// Whose word is awaited on a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub rule: ApprovalRule,
    pub approvers: BTreeSet<PersonId>,
    pub approved_by: BTreeSet<PersonId>,
    /// A question to the user is open.
    pub asked_back: bool,
}

impl Approval {
    /// Those whose decision is still awaited.
    pub fn pending(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.approvers.difference(&self.approved_by).copied()
    }

    pub fn is_complete(&self) -> bool {
        match self.rule {
            ApprovalRule::OneOf => !self.approved_by.is_empty(),
            ApprovalRule::All => self.approved_by.is_superset(&self.approvers),
        }
    }
}
