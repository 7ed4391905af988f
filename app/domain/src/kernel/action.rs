//! What can be done with a ticket.

use serde::{Deserialize, Serialize};

/// A verb of the desk: a button for people, a label on the arrows of the workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
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
    NameApprover,
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
    Redact,
    Convert,
}

impl Action {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}
