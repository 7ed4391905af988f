//! Which tickets are compared with one another, and what is kept of it.

use crate::kernel::reference::Kind;
use crate::tickets::event::{Event, Imported};
use crate::tickets::link::Relation;
use crate::tickets::similar::Similar;
use crate::tickets::ticket::Ticket;
use crate::tickets::workflow::State;

/// Whether a ticket is compared with others, and others with it: an incident that all agents see.
pub fn is_compared(ticket: &Ticket) -> bool {
    ticket.kind == Kind::Incident && !ticket.is_scoped()
}

/// Whether somebody sees to what caused an incident: it is a major one, has a problem or a parent, or
/// is another one's duplicate.
fn is_in_hand(ticket: &Ticket) -> bool {
    let mut links = ticket.internal.links.iter();
    let is_linked = links.any(|link| match link.relation {
        Relation::CausedBy | Relation::DuplicateOf | Relation::ChildOf => true,
        Relation::RelatedTo
        | Relation::HasDuplicate
        | Relation::Causes
        | Relation::FollowsUp
        | Relation::ParentOf => false,
    });
    is_linked || ticket.is_major()
}

/// Whether an incident counts where several come together: nobody sees to its cause yet.
pub fn comes_together(ticket: &Ticket) -> bool {
    is_compared(ticket)
        && !is_in_hand(ticket)
        && !matches!(ticket.state, State::Cancelled | State::Merged)
}

/// Returns the event that keeps what was found to be similar; `None` if there is nothing to keep, or
/// if it was found before.
pub fn similar_found(ticket: &Ticket, similar: &[Similar]) -> Option<Event> {
    let is_new = ticket.internal.similar.is_empty() && !similar.is_empty();
    (is_new && is_compared(ticket)).then(|| Event::SimilarFound {
        similar: similar.to_vec(),
    })
}

impl Event {
    /// Whether a ticket may say something else after the event, be compared no more or anew, or come
    /// together with others in another way.
    pub fn changes_comparison(&self) -> bool {
        match self {
            Self::Recorded(_)
            | Self::Edited { .. }
            | Self::Categorised { .. }
            | Self::ResolvedAtFirstContact(_)
            | Self::Converted { .. }
            | Self::ConfidentialityChanged { .. }
            | Self::Restricted { .. }
            | Self::Redacted { .. }
            | Self::Cancelled { .. }
            | Self::AffectedChanged { .. }
            | Self::Linked { .. }
            | Self::Unlinked { .. }
            | Self::GroupDismissed { .. }
            | Self::Major(_)
            | Self::Merge(_)
            | Self::Imported {
                change: Imported::Category { .. },
            } => true,
            Self::DiagnosisStarted { .. }
            | Self::FindingAdded { .. }
            | Self::CauseRecorded { .. }
            | Self::WorkaroundRecorded { .. }
            | Self::Told { .. }
            | Self::Held { .. }
            | Self::Resumed { .. }
            | Self::Resolved { .. }
            | Self::Confirmed { .. }
            | Self::Closed { .. }
            | Self::Reopened { .. }
            | Self::CancelWished { .. }
            | Self::EvaluationStarted { .. }
            | Self::Evaluated { .. }
            | Self::Approved { .. }
            | Self::Refused { .. }
            | Self::AskedBack { .. }
            | Self::FulfilmentStarted { .. }
            | Self::Fulfilled { .. }
            | Self::AnalysisStarted { .. }
            | Self::KnownErrorDeclared { .. }
            | Self::FixStarted { .. }
            | Self::RiskAccepted { .. }
            | Self::Assigned { .. }
            | Self::Unassigned { .. }
            | Self::ApproverReplaced { .. }
            | Self::ClosureMoved { .. }
            | Self::ItemChanged { .. }
            | Self::HandedOver { .. }
            | Self::Commented { .. }
            | Self::MarkedRead
            | Self::Attached { .. }
            | Self::Watched { .. }
            | Self::Unwatched { .. }
            | Self::UserReminded { .. }
            | Self::ClocksSet { .. }
            | Self::Escalated { .. }
            | Self::SimilarFound { .. }
            | Self::SplitOff { .. }
            | Self::Imported { .. } => false,
        }
    }
}
