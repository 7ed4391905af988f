//! What can be done with a ticket.

use serde::{Deserialize, Serialize};

/// A verb of the desk: a button for people, a label on the arrows of the workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    // incidents
    Categorise,
    Diagnose,
    AddFinding,
    RecordCause,
    Resolve,
    ResolveAtFirstContact,
    // requests
    Evaluate,
    SubmitEvaluation,
    ReviseCost,
    Approve,
    Refuse,
    AskBack,
    Fulfil,
    Complete,
    AskToCancel,
    // problems
    Analyse,
    RecordWorkaround,
    DeclareKnownError,
    StartFix,
    AcceptRisk,
    // every kind
    Take,
    Assign,
    HandOver,
    Hold,
    Resume,
    Confirm,
    Close,
    Reopen,
    Cancel,
    Comment,
    Note,
    MarkRead,
    Attach,
    Watch,
    Unwatch,
    Link,
    Edit,
    Convert,
}

impl Action {
    pub const ALL: &'static [Self] = &[
        Self::Categorise,
        Self::Diagnose,
        Self::AddFinding,
        Self::RecordCause,
        Self::Resolve,
        Self::ResolveAtFirstContact,
        Self::Evaluate,
        Self::SubmitEvaluation,
        Self::ReviseCost,
        Self::Approve,
        Self::Refuse,
        Self::AskBack,
        Self::Fulfil,
        Self::Complete,
        Self::AskToCancel,
        Self::Analyse,
        Self::RecordWorkaround,
        Self::DeclareKnownError,
        Self::StartFix,
        Self::AcceptRisk,
        Self::Take,
        Self::Assign,
        Self::HandOver,
        Self::Hold,
        Self::Resume,
        Self::Confirm,
        Self::Close,
        Self::Reopen,
        Self::Cancel,
        Self::Comment,
        Self::Note,
        Self::MarkRead,
        Self::Attach,
        Self::Watch,
        Self::Unwatch,
        Self::Link,
        Self::Edit,
        Self::Convert,
    ];
}
