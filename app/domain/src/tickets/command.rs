//! What people want to happen: the forms of the desk, as they travel.

use crate::kernel::action::Action;
use crate::kernel::ids::{
    CategoryId, CommandId, ItemId, PersonId, ServiceId, TeamId, TextId, TicketId,
};
use crate::kernel::money::Cents;
use crate::kernel::priority::Priority;
use crate::kernel::reference::{Kind, Reference};
use crate::kernel::removed::Removed;
use crate::kernel::time::Timestamp;
use crate::tickets::attachment::Attachment;
use crate::tickets::catalogue_answers::Answers;
use crate::tickets::classification::Classification;
use crate::tickets::hold::HoldReason;
use crate::tickets::link::Relation;
use crate::tickets::resolution::{Permanence, ResolutionCode};
use serde::{Deserialize, Serialize};

/// A command and what it was born with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommandEnvelope {
    pub id: CommandId,
    pub ticket: TicketId,
    pub command: Command,
}

/// The categorisation form. `was` is what it showed when it was opened: only a change of the same
/// field by somebody else is a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Categorisation {
    pub service: Option<ServiceId>,
    pub category: Option<CategoryId>,
    pub impact: Option<crate::kernel::priority::Impact>,
    pub urgency: Option<crate::kernel::priority::Urgency>,
    /// Another priority than the matrix gives, and why.
    pub priority: Option<Priority>,
    pub reason: String,
    pub was: Option<Classification>,
    /// The other priority that it showed, where there was one.
    #[serde(default)]
    pub was_priority: Option<Priority>,
}

/// The resolution form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solution {
    pub permanence: Permanence,
    pub code: ResolutionCode,
    /// For the user.
    pub notes: String,
    pub cause: Cause,
}

/// The root cause, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// As recorded during the diagnosis.
    AsRecorded,
    Known(String),
    Unknown(String),
}

/// The evaluation form of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    pub feasible: bool,
    pub cost: Option<Cents>,
    pub impact: String,
    /// Why not, where it is not feasible: told to the user.
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    Categorise(Categorisation),
    Diagnose,
    AddFinding {
        text: String,
    },
    RecordCause {
        text: String,
        #[serde(default)]
        was: Option<TextId>,
    },
    Resolve(Solution),
    ResolveAtFirstContact {
        categorisation: Categorisation,
        solution: Solution,
    },
    Evaluate,
    SubmitEvaluation(Assessment),
    ReviseCost {
        cost: Option<Cents>,
        was: Option<Cents>,
    },
    Approve {
        comment: String,
    },
    Refuse {
        reason: String,
    },
    AskBack {
        question: String,
    },
    /// Another approver in the place of one who has not decided.
    NameApprover {
        instead_of: PersonId,
        to: PersonId,
        reason: String,
    },
    Fulfil,
    Complete {
        done: String,
    },
    AskToCancel {
        reason: String,
    },
    Analyse,
    RecordWorkaround {
        text: String,
        #[serde(default)]
        was: Option<TextId>,
    },
    DeclareKnownError,
    StartFix,
    AcceptRisk {
        reason: String,
    },
    Take {
        was: Option<PersonId>,
    },
    Assign {
        to: PersonId,
        was: Option<PersonId>,
    },
    HandOver {
        team: TeamId,
        note: String,
        was: Option<TeamId>,
    },
    Hold {
        reason: HoldReason,
        until: Option<Timestamp>,
        note: String,
        /// What the form showed, where the ticket waited already.
        #[serde(default)]
        was: Option<Waited>,
    },
    Resume,
    Confirm,
    Close {
        reason: String,
    },
    Reopen {
        reason: String,
    },
    Cancel {
        reason: String,
    },
    Comment {
        text: String,
    },
    Note {
        text: String,
    },
    MarkRead,
    Attach {
        attachments: Vec<Attachment>,
    },
    Watch {
        person: PersonId,
    },
    Unwatch {
        person: PersonId,
    },
    Link {
        to: Reference,
        relation: Relation,
    },
    Edit {
        subject: Option<Edit>,
        description: Option<Edit>,
    },
    /// Empties something for good.
    Redact {
        what: Removed,
        reason: String,
    },
    Convert {
        to: Kind,
        item: Option<ItemId>,
        /// What the item asks.
        #[serde(default)]
        fields: Answers,
    },
}

/// What a ticket waited for, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waited {
    pub reason: HoldReason,
    pub until: Option<Timestamp>,
}

/// A new text for one that was there; `was` names the text that the form showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    pub text: String,
    pub was: Option<TextId>,
}

impl Command {
    /// Another ticket that it names.
    pub fn other(&self) -> Option<TicketId> {
        match self {
            Self::Link { to, .. } => Some(to.id),
            _ => None,
        }
    }

    pub const fn action(&self) -> Action {
        match self {
            Self::Categorise(_) => Action::Categorise,
            Self::Diagnose => Action::Diagnose,
            Self::AddFinding { .. } => Action::AddFinding,
            Self::RecordCause { .. } => Action::RecordCause,
            Self::Resolve(_) => Action::Resolve,
            Self::ResolveAtFirstContact { .. } => Action::ResolveAtFirstContact,
            Self::Evaluate => Action::Evaluate,
            Self::SubmitEvaluation(_) => Action::SubmitEvaluation,
            Self::ReviseCost { .. } => Action::ReviseCost,
            Self::Approve { .. } => Action::Approve,
            Self::Refuse { .. } => Action::Refuse,
            Self::AskBack { .. } => Action::AskBack,
            Self::NameApprover { .. } => Action::NameApprover,
            Self::Fulfil => Action::Fulfil,
            Self::Complete { .. } => Action::Complete,
            Self::AskToCancel { .. } => Action::AskToCancel,
            Self::Analyse => Action::Analyse,
            Self::RecordWorkaround { .. } => Action::RecordWorkaround,
            Self::DeclareKnownError => Action::DeclareKnownError,
            Self::StartFix => Action::StartFix,
            Self::AcceptRisk { .. } => Action::AcceptRisk,
            Self::Take { .. } => Action::Take,
            Self::Assign { .. } => Action::Assign,
            Self::HandOver { .. } => Action::HandOver,
            Self::Hold { .. } => Action::Hold,
            Self::Resume => Action::Resume,
            Self::Confirm => Action::Confirm,
            Self::Close { .. } => Action::Close,
            Self::Reopen { .. } => Action::Reopen,
            Self::Cancel { .. } => Action::Cancel,
            Self::Comment { .. } => Action::Comment,
            Self::Note { .. } => Action::Note,
            Self::MarkRead => Action::MarkRead,
            Self::Attach { .. } => Action::Attach,
            Self::Watch { .. } => Action::Watch,
            Self::Unwatch { .. } => Action::Unwatch,
            Self::Link { .. } => Action::Link,
            Self::Edit { .. } => Action::Edit,
            Self::Redact { .. } => Action::Redact,
            Self::Convert { .. } => Action::Convert,
        }
    }
}
