//! The approval that a request needs.

use crate::kernel::approval_rule::ApprovalRule;
use crate::kernel::ids::{PersonId, TextId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Why an approver was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Replacement {
    /// The approver can no longer sign in.
    Left,
    /// The approver is away, and a substitute is set.
    Absent,
    /// A team lead or manager named another approver, for the reason in this text.
    Named(TextId),
}

/// The approval that a request needs: who is asked, and who has approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// How many of the approvers must approve.
    pub rule: ApprovalRule,
    /// People who are asked.
    pub approvers: BTreeSet<PersonId>,
    /// Approvers who have approved so far.
    pub approved_by: BTreeSet<PersonId>,
    /// Whether a question of an approver to the requester is unanswered.
    pub asked_back: bool,
}

impl Approval {
    /// Returns the approvers whose decision is still awaited.
    pub fn pending(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.approvers.difference(&self.approved_by).copied()
    }

    /// Whether enough approvers have approved, by `rule`.
    pub fn is_complete(&self) -> bool {
        match self.rule {
            ApprovalRule::OneOf => !self.approved_by.is_empty(),
            ApprovalRule::All => self.approved_by.is_superset(&self.approvers),
        }
    }
}

/// The people who are asked to approve, and how many of them must.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// How many of the approvers must approve.
    pub rule: ApprovalRule,
    /// People who are asked; empty if nobody can be asked.
    pub approvers: BTreeSet<PersonId>,
}
