//! Kinds of notifications.

use crate::tickets::telling::Known;
use serde::{Deserialize, Serialize};

/// Kind of notification. Recipients can switch off each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Notice {
    // to participants
    /// The ticket was recorded.
    Recorded,
    /// Somebody wrote a comment, or an approver asked a question.
    Message,
    /// The ticket was put on hold, or its hold was changed.
    Held,
    /// The desk still waits for the recipient's answer.
    Awaited,
    /// The desk got no answer, and offers to close the ticket.
    ClosureOffered,
    /// The ticket became one of another kind, or a request for another item.
    Converted,
    /// The desk works on a ticket again that was done or closed.
    Reopened,
    /// The request was approved.
    Decided,
    /// The request was refused.
    Refused,
    /// The ticket was resolved or fulfilled.
    Resolved,
    /// It is known what can be done until what caused the ticket is fixed.
    WorkaroundTold,
    /// What caused the ticket is fixed.
    FixTold,
    /// How the major incident stands that the ticket belongs to.
    UpdateTold,
    /// The ticket was cancelled.
    Cancelled,
    /// The ticket is part of another one now.
    Merged,
    /// The ticket is one of its own again.
    Unmerged,
    /// The ticket was closed.
    Closed,
    /// The ticket has ended, and the desk asks how it served its user.
    FeedbackAsked,
    // to approvers
    /// The recipient is asked to decide on a request.
    ApprovalAsked,
    /// The recipient is reminded that a request awaits their decision.
    ApprovalReminded,
    /// The recipient need not decide any more, although they have not decided.
    ApprovalWithdrawn,
    // to agents
    /// The ticket was assigned to the recipient.
    Assigned,
    /// The ticket came to the recipient's team, or has lost its assignee.
    HandedOver,
    /// The recipient's team has a new ticket of critical priority.
    Critical,
    /// The user wrote, attached a file, reopened the ticket, or asked to cancel it.
    Answered,
    /// A comment or note mentions the recipient.
    Mentioned,
    /// The user did not answer, whom the desk reminded.
    Unanswered,
    /// The recipient leads a major incident.
    LeadGiven,
    /// People were to hear of the major incident that the recipient leads.
    UpdateMissed,
    /// The recipient is to do something during or after a major incident.
    TaskGiven,
    /// A promised time is nearly over.
    DueSoon,
    /// A promised time is over.
    Overdue,
    /// The user was not content with how the ticket was handled.
    BadMark,
    /// The recipient is to do something so that it does not happen again.
    MeasureGiven,
    // to agents who write articles
    /// An article waits for the recipient's review.
    ReviewAsked,
    /// The draft of the recipient was sent back to work.
    SentBack,
    /// The recipient keeps an article true whose review is due.
    ReviewDue,
}

impl Notice {
    /// All kinds of notifications.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the name under which it is stored, in forms and in Message-IDs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Message => "message",
            Self::Held => "held",
            Self::Awaited => "awaited",
            Self::ClosureOffered => "closure_offered",
            Self::Unanswered => "unanswered",
            Self::Converted => "converted",
            Self::Reopened => "reopened",
            Self::Decided => "decided",
            Self::Refused => "refused",
            Self::Resolved => "resolved",
            Self::WorkaroundTold => "workaround_told",
            Self::FixTold => "fix_told",
            Self::UpdateTold => "update_told",
            Self::LeadGiven => "lead_given",
            Self::UpdateMissed => "update_missed",
            Self::TaskGiven => "task_given",
            Self::Cancelled => "cancelled",
            Self::Merged => "merged",
            Self::Unmerged => "unmerged",
            Self::Closed => "closed",
            Self::FeedbackAsked => "feedback_asked",
            Self::BadMark => "bad_mark",
            Self::MeasureGiven => "measure_given",
            Self::ApprovalAsked => "approval_asked",
            Self::ApprovalReminded => "approval_reminded",
            Self::ApprovalWithdrawn => "approval_withdrawn",
            Self::Assigned => "assigned",
            Self::HandedOver => "handed_over",
            Self::Critical => "critical",
            Self::Answered => "answered",
            Self::Mentioned => "mentioned",
            Self::DueSoon => "due_soon",
            Self::Overdue => "overdue",
            Self::ReviewAsked => "review_asked",
            Self::SentBack => "sent_back",
            Self::ReviewDue => "review_due",
        }
    }

    /// Returns the kind with this name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|notice| notice.name() == name)
    }

    /// Returns the kind that tells users what is known of a cause.
    pub const fn of(known: Known) -> Self {
        match known {
            Known::Workaround => Self::WorkaroundTold,
            Known::Fix => Self::FixTold,
            Known::Update => Self::UpdateTold,
        }
    }

    /// Whether it tells of what a user said of how they were served, which is for some agents only.
    pub const fn is_of_feedback(self) -> bool {
        matches!(self, Self::BadMark | Self::MeasureGiven)
    }

    /// Whether it is for agents in their work rather than for participants.
    pub const fn is_for_agents(self) -> bool {
        matches!(
            self,
            Self::Assigned
                | Self::HandedOver
                | Self::Critical
                | Self::Answered
                | Self::Mentioned
                | Self::Unanswered
                | Self::LeadGiven
                | Self::UpdateMissed
                | Self::TaskGiven
                | Self::DueSoon
                | Self::Overdue
                | Self::BadMark
                | Self::MeasureGiven
                | Self::ReviewAsked
                | Self::SentBack
                | Self::ReviewDue
        )
    }
}
