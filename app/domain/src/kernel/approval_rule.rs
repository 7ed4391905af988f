//! Rule for how many approvers must agree.

use serde::{Deserialize, Serialize};

/// How many of the approvers who are asked must agree to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalRule {
    /// The agreement of one approver is enough.
    OneOf,
    /// All approvers must agree.
    All,
}
