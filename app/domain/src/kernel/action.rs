//! Actions on tickets.

use serde::{Deserialize, Serialize};

/// Something that can be done with a ticket: a button on its page and, where it changes the state,
/// the label of a transition of the workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Action {
    // incidents
    /// Sets service, category, impact and urgency of a ticket, or corrects them later.
    Categorise,
    /// Starts the diagnosis of a categorised incident. Needs an assignee.
    Diagnose,
    /// Adds a finding, which agents alone see, to an incident or problem.
    AddFinding,
    /// Records the root cause of an incident or problem, for agents alone.
    RecordCause,
    /// Resolves an incident or problem with a resolution code and notes for the user.
    Resolve,
    /// Categorises and resolves a new incident in one step.
    ResolveAtFirstContact,
    /// Tells the user of an incident what is known of its cause.
    TellUser,
    /// Resolves an incident with the problem that caused it.
    ResolveWithCause,
    /// Resolves an incident with the major incident that it belongs to.
    ResolveWithParent,
    /// Declares an incident a major one (ITIL).
    DeclareMajor,
    /// Says how a major incident stands, or who leads it.
    UpdateMajor,
    /// Gives somebody something to do during or after a major incident, or marks it as done.
    GiveTask,
    /// Makes a major incident one like others again.
    StepDownMajor,
    /// Says what was learnt of a major incident.
    ReviewMajor,
    // requests
    /// Starts the evaluation of a new request.
    Evaluate,
    /// Submits the evaluation of a request: feasibility, cost and impact.
    SubmitEvaluation,
    /// Changes the estimated cost of an evaluated request; approvers are asked again.
    ReviseCost,
    /// Agrees to a request, as one of its approvers.
    Approve,
    /// Refuses a request, as one of its approvers.
    Refuse,
    /// Asks the user a question before deciding on a request, as one of its approvers.
    AskBack,
    /// Replaces an approver who has not decided yet.
    NameApprover,
    /// Makes the request one for another catalogue item; it begins anew.
    ChangeItem,
    /// Starts the fulfilment of an approved request. Needs an assignee.
    Fulfil,
    /// Reports a request as fulfilled.
    Complete,
    /// Asks agents to cancel a request that was approved already; for its requester.
    AskToCancel,
    // problems
    /// Starts the root cause analysis of a problem.
    Analyse,
    /// Records a workaround for an incident or problem.
    RecordWorkaround,
    /// Declares a problem to be a known error (ITIL).
    DeclareKnownError,
    /// Starts work on the fix of a problem.
    StartFix,
    /// Ends the work on a problem by accepting its risk.
    AcceptRisk,
    // every kind
    /// Makes the agent who acts the assignee.
    Take,
    /// Makes an agent the assignee.
    Assign,
    /// Gives the ticket back to its team; it loses its assignee.
    GiveBack,
    /// Hands the ticket to another team; it loses its assignee.
    HandOver,
    /// Puts the ticket on hold until a date, or changes the reason or date of a hold.
    Hold,
    /// Ends a hold: the ticket returns to the state it had before.
    Resume,
    /// Closes a resolved or fulfilled ticket, as its requester.
    Confirm,
    /// Closes a ticket whose work is done: by an agent, or by the desk when it is due.
    Close,
    /// Returns a done or closed ticket to work; a closed one for a limited time.
    Reopen,
    /// Cancels a ticket that is still open.
    Cancel,
    /// Writes to participants and agents; to approvers too while a question of theirs is open.
    Comment,
    /// Writes a note for agents alone.
    Note,
    /// Marks the user's last message as read.
    MarkRead,
    /// Attaches files.
    Attach,
    /// Adds somebody to the watchers of the ticket.
    Watch,
    /// Removes somebody from the watchers of the ticket.
    Unwatch,
    /// Links the ticket to others.
    Link,
    /// Removes links to other tickets.
    Unlink,
    /// Makes the ticket part of another one.
    Merge,
    /// Makes a ticket that is part of this one a ticket of its own again.
    Unmerge,
    /// Makes somebody else the affected user.
    ChangeAffected,
    /// Makes the ticket one that only its team sees, beside its participants and approvers.
    MakeConfidential,
    /// Makes a confidential ticket one that all agents see.
    EndConfidentiality,
    /// Corrects subject or description.
    Edit,
    /// Empties a text or file for good.
    Redact,
    /// Turns an incident into a request, or a request into an incident.
    Convert,
}

impl Action {
    /// All actions.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}
