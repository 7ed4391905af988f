//! What an event refers to: its texts, its file, its state and its proof.

use crate::kernel::audience::Audience;
use crate::kernel::ids::{TextId, TicketId};
use crate::kernel::proof::Proof;
use crate::kernel::reference::Reference;
use crate::kernel::stream::{Beside, StreamEvent};
use crate::kernel::tagged::StoredEvent;
use crate::tickets::approval::Replacement;
use crate::tickets::evaluation::{FieldAnswer, FieldValue};
use crate::tickets::event::{Event, Imported};
use crate::tickets::workflow::State;

impl Event {
    /// Returns how sure the desk was of the sender, if the event came by mail.
    pub fn by_mail(&self) -> Option<Proof> {
        match self {
            Self::Recorded(recorded) => recorded.by_mail,
            Self::Commented { by_mail, .. } | Self::Attached { by_mail, .. } => *by_mail,
            _ => None,
        }
    }

    /// Returns the state after the event, if the event sets one.
    pub fn moves_to(&self) -> Option<State> {
        match self {
            Self::Categorised { to, .. }
            | Self::DiagnosisStarted { to }
            | Self::Held { to, .. }
            | Self::Resumed { to }
            | Self::Resolved { to, .. }
            | Self::Confirmed { to, .. }
            | Self::Closed { to, .. }
            | Self::Reopened { to, .. }
            | Self::Cancelled { to, .. }
            | Self::Converted { to, .. }
            | Self::ItemChanged { to, .. }
            | Self::EvaluationStarted { to }
            | Self::Evaluated { to, .. }
            | Self::Approved { to, .. }
            | Self::Refused { to, .. }
            | Self::FulfilmentStarted { to }
            | Self::Fulfilled { to, .. }
            | Self::AnalysisStarted { to }
            | Self::KnownErrorDeclared { to }
            | Self::FixStarted { to }
            | Self::RiskAccepted { to, .. }
            | Self::Imported {
                change: Imported::State { to, .. },
            } => Some(*to),
            Self::ResolvedAtFirstContact(first) => Some(first.to),
            _ => None,
        }
    }

    /// Returns the other tickets that the event names.
    pub fn other_tickets(&self) -> Vec<TicketId> {
        let one = |named: Option<Reference>| named.map(|to| to.id).into_iter().collect();
        match self {
            Self::Recorded(recorded) => one(recorded.follows),
            Self::Linked { link } | Self::Unlinked { link } => one(Some(link.to)),
            Self::Held { hold, .. } => one(hold.problem),
            Self::SimilarFound { similar } => similar.iter().map(|one| one.ticket).collect(),
            Self::GroupDismissed { with, .. } => with.clone(),
            Self::SplitOff { to } => one(Some(*to)),
            Self::Resolved { with, .. } => one(*with),
            Self::Told { source, .. } => one(source.as_ref().map(|source| source.problem)),
            Self::Edited { .. }
            | Self::Categorised { .. }
            | Self::DiagnosisStarted { .. }
            | Self::FindingAdded { .. }
            | Self::CauseRecorded { .. }
            | Self::WorkaroundRecorded { .. }
            | Self::Resumed { .. }
            | Self::ResolvedAtFirstContact(_)
            | Self::Confirmed { .. }
            | Self::Closed { .. }
            | Self::Reopened { .. }
            | Self::Cancelled { .. }
            | Self::CancelWished { .. }
            | Self::Converted { .. }
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
            | Self::AffectedChanged { .. }
            | Self::ConfidentialityChanged { .. }
            | Self::ItemChanged { .. }
            | Self::HandedOver { .. }
            | Self::Commented { .. }
            | Self::MarkedRead
            | Self::Attached { .. }
            | Self::Watched { .. }
            | Self::Unwatched { .. }
            | Self::Redacted { .. }
            | Self::Restricted { .. }
            | Self::ClocksSet { .. }
            | Self::UserReminded { .. }
            | Self::Escalated { .. }
            | Self::Major(_)
            | Self::Imported { .. } => Vec::new(),
            Self::Merge(event) => one(Some(event.other())),
        }
    }

    /// Returns the audience of what somebody writes with the event: the description of a new
    /// ticket, or a comment. `None` for other events.
    pub fn said_to(&self) -> Option<Audience> {
        match self {
            Self::Recorded(_) => Some(Audience::Everyone),
            Self::Commented { audience, .. } => Some(*audience),
            _ => None,
        }
    }

    /// Returns the texts that the event refers to.
    pub fn texts(&self) -> Vec<TextId> {
        let some = |ids: &[Option<TextId>]| ids.iter().flatten().copied().collect();
        match self {
            Self::Recorded(recorded) => {
                let mut texts = vec![recorded.subject];
                texts.extend(recorded.description);
                texts.extend(recorded.place);
                texts.extend(answered(&recorded.fields));
                texts
            }
            Self::Converted { fields, .. } | Self::ItemChanged { fields, .. } => {
                answered(fields).collect()
            }
            Self::ConfidentialityChanged { reason, .. } => some(&[*reason]),
            Self::Edited {
                subject,
                description,
            } => some(&[*subject, *description]),
            Self::Categorised { reason, .. }
            | Self::Closed { reason, .. }
            | Self::Cancelled { reason, .. } => some(&[*reason]),
            Self::FindingAdded { text }
            | Self::CauseRecorded { text }
            | Self::WorkaroundRecorded { text }
            | Self::Commented { text, .. }
            | Self::Told { text, .. }
            | Self::Imported {
                change: Imported::Note { text },
            } => vec![*text],
            Self::Held { note, .. } | Self::HandedOver { note, .. } => some(&[*note]),
            Self::Resolved {
                resolution, cause, ..
            } => some(&[Some(resolution.notes), *cause]),
            Self::ResolvedAtFirstContact(first) => some(&[
                first.priority_reason,
                Some(first.resolution.notes),
                first.cause,
            ]),
            Self::Imported {
                change: Imported::State { resolution, .. },
            } => resolution.iter().map(|r| r.notes).collect(),
            Self::Reopened { reason, .. }
            | Self::CancelWished { reason }
            | Self::Refused { reason, .. }
            | Self::RiskAccepted { reason, .. } => vec![*reason],
            Self::Evaluated {
                evaluation, reason, ..
            } => some(&[evaluation.impact, *reason]),
            Self::Approved { comment, .. } => some(&[*comment]),
            Self::ApproverReplaced {
                why: Replacement::Named(reason),
                ..
            } => vec![*reason],
            Self::AskedBack { question } => vec![*question],
            Self::Redacted { reason, .. } => some(&[*reason]),
            Self::Major(event) => event.texts(),
            Self::Fulfilled { done, .. } => vec![*done],
            Self::DiagnosisStarted { .. }
            | Self::Resumed { .. }
            | Self::Confirmed { .. }
            | Self::EvaluationStarted { .. }
            | Self::FulfilmentStarted { .. }
            | Self::AnalysisStarted { .. }
            | Self::KnownErrorDeclared { .. }
            | Self::FixStarted { .. }
            | Self::Assigned { .. }
            | Self::Unassigned { .. }
            | Self::ApproverReplaced {
                why: Replacement::Left | Replacement::Absent,
                ..
            }
            | Self::ClosureMoved { .. }
            | Self::MarkedRead
            | Self::Attached { .. }
            | Self::Watched { .. }
            | Self::Unwatched { .. }
            | Self::Linked { .. }
            | Self::Unlinked { .. }
            | Self::AffectedChanged { .. }
            | Self::Restricted { .. }
            | Self::ClocksSet { .. }
            | Self::UserReminded { .. }
            | Self::SimilarFound { .. }
            | Self::GroupDismissed { .. }
            | Self::SplitOff { .. }
            | Self::Merge(_)
            | Self::Escalated { .. }
            | Self::Imported {
                change:
                    Imported::Rating { .. }
                    | Imported::Category { .. }
                    | Imported::Owner { .. }
                    | Imported::Affected { .. }
                    | Imported::Counted { .. },
            } => Vec::new(),
        }
    }
}

impl StreamEvent for Event {
    fn store(&self) -> StoredEvent {
        self.store()
    }

    fn beside(&self) -> Beside {
        Beside {
            texts: self.texts(),
            file: match self {
                Self::Attached { attachment, .. } => Some((attachment.file, attachment.size)),
                _ => None,
            },
            removes: match self {
                Self::Redacted { what, .. } => Some(*what),
                _ => None,
            },
        }
    }
}

/// Returns the texts among the answers to a catalogue item's questions.
fn answered(fields: &[FieldAnswer]) -> impl Iterator<Item = TextId> {
    fields.iter().filter_map(|answer| match answer.value {
        FieldValue::Text(text) => Some(text),
        _ => None,
    })
}
