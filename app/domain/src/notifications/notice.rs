//! What people are notified of.

use serde::{Deserialize, Serialize};

/// What somebody is told. Each kind can be switched off by whoever does not want it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Notice {
    // to those it is about
    Recorded,
    /// Somebody wrote to them: a question, an answer, an approver's question.
    Message,
    Held,
    Decided,
    Refused,
    /// Resolved, or fulfilled.
    Resolved,
    Cancelled,
    Closed,
    // to approvers
    ApprovalAsked,
    ApprovalReminded,
    /// Their decision is no longer awaited, without their having taken it.
    ApprovalWithdrawn,
    // to agents
    Assigned,
    HandedOver,
    /// The user wrote, sent a file, reopened it, or wishes to cancel.
    Answered,
    Mentioned,
}

impl Notice {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// As it is stored, and stands in forms and Message-IDs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Message => "message",
            Self::Held => "held",
            Self::Decided => "decided",
            Self::Refused => "refused",
            Self::Resolved => "resolved",
            Self::Cancelled => "cancelled",
            Self::Closed => "closed",
            Self::ApprovalAsked => "approval_asked",
            Self::ApprovalReminded => "approval_reminded",
            Self::ApprovalWithdrawn => "approval_withdrawn",
            Self::Assigned => "assigned",
            Self::HandedOver => "handed_over",
            Self::Answered => "answered",
            Self::Mentioned => "mentioned",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|notice| notice.name() == name)
    }

    /// Told to agents for their work, not to those the ticket is about.
    pub const fn is_for_agents(self) -> bool {
        matches!(
            self,
            Self::Assigned | Self::HandedOver | Self::Answered | Self::Mentioned
        )
    }
}
