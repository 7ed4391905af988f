//! Why a command was refused: which rule, which field. The words stand in the locales.

use crate::kernel::action::Action;
use serde::{Deserialize, Serialize};

pub(crate) fn invalid(field: Field, problem: Problem) -> Refusal {
    Refusal::Invalid(vec![FieldError {
        field,
        name: None,
        problem,
    }])
}

/// Why an action is not possible here and now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The workflow knows no such step from this state, or for this kind.
    NotInThisState,
    /// It is for agents, for the requester, or for an approver.
    NotYours,
    /// Nobody decides what they ask for or benefit from.
    OwnRequest,
    /// This person has decided already.
    AlreadyDecided,
    /// Somebody must be in charge first.
    NeedsAssignee,
    /// It is already so.
    AlreadySo,
    /// The time to reopen has passed: a new, linked ticket takes it up.
    TooLate,
    /// Nobody has categorised it yet.
    NeedsCategory,
    /// The evaluation is missing.
    NeedsEvaluation,
    /// Nobody is left to approve.
    NobodyToApprove,
    /// There are as many as a ticket can have.
    Full,
}

/// A field of a form, by which an error finds its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Subject,
    Description,
    Affected,
    NoticedAt,
    Service,
    Category,
    Impact,
    Urgency,
    Priority,
    Reason,
    Text,
    Notes,
    Cause,
    From,
    Until,
    HoldReason,
    Assignee,
    Team,
    Item,
    ItemField,
    Cost,
    Feasible,
    Person,
    /// Whose decision is awaited.
    Approver,
    Link,
    File,
    Email,
    Password,
    Name,
    Value,
    /// Whether an entry is offered, and a person can sign in.
    Active,
    /// A code of an authenticator, or a recovery code.
    Code,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    Missing,
    /// More characters than this.
    TooLong(u32),
    /// Fewer characters than this.
    TooShort(u32),
    /// Not one of the choices, or not of the form.
    Invalid,
    Unknown,
    InTheFuture,
    InThePast,
    Taken,
    /// Too many people choose it.
    TooCommon,
    /// Not the one that was meant: a password, a code.
    Wrong,
    /// It is where tickets go that nobody claims.
    FirstTeam,
    /// It was good once, and only once.
    Used,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldError {
    pub field: Field,
    /// Which one, where a form has several of the kind (catalogue fields).
    pub name: Option<String>,
    pub problem: Problem,
}

/// A command that was not carried out, and nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    #[error("{action:?} is not possible: {why:?}")]
    Impossible { action: Action, why: Why },
    #[error("invalid fields: {0:?}")]
    Invalid(Vec<FieldError>),
    /// Somebody changed the same field meanwhile.
    #[error("changed meanwhile: {0:?}")]
    Conflict(Vec<Field>),
    /// This side does not know enough to decide.
    #[error("only the server can decide this")]
    AskServer,
}
