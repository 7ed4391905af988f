//! Commands: what people ask to happen to a ticket, as the desk's forms send it.

use crate::kernel::action::Action;
use crate::kernel::ids::{
    CategoryId, CommandId, ItemId, PersonId, ServiceId, TeamId, TextId, TicketId,
};
use crate::kernel::money::Cents;
use crate::kernel::priority::Priority;
use crate::kernel::prose::Format;
use crate::kernel::reference::{Kind, Reference};
use crate::kernel::removed::Removed;
use crate::kernel::time::Timestamp;
use crate::tickets::attachment::Attachment;
use crate::tickets::beneath::NewReaders;
use crate::tickets::classification::Classification;
use crate::tickets::evaluation::Answers;
use crate::tickets::hold::HoldReason;
use crate::tickets::link::Relation;
use crate::tickets::major::MajorCommand;
use crate::tickets::resolution::{Permanence, ResolutionCode};
use crate::tickets::telling::{Source, Telling};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A command with its identifier and its ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommandEnvelope {
    /// Identifier chosen by the sender; a command that is sent twice is carried out once.
    pub id: CommandId,
    /// Ticket that the command is for.
    pub ticket: TicketId,
    /// What is to happen.
    pub command: Command,
    /// How its texts are written. Markdown only counts from agents.
    #[serde(default)]
    pub format: Format,
}

/// The categorisation form. `was` and `was_priority` hold what the form showed when it was opened:
/// only a change of the same field by somebody else is a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Categorisation {
    /// Service concerned; required.
    pub service: Option<ServiceId>,
    /// Category of that service; required.
    pub category: Option<CategoryId>,
    /// Impact; required.
    pub impact: Option<crate::kernel::priority::Impact>,
    /// Urgency; required.
    pub urgency: Option<crate::kernel::priority::Urgency>,
    /// Priority to give instead of the matrix's; `None` for the matrix's.
    pub priority: Option<Priority>,
    /// Why the priority differs from the matrix's: required then, at most `REASON_MAX` characters.
    pub reason: String,
    /// Classification that the form showed, if the ticket had one.
    pub was: Option<Classification>,
    /// Priority other than the matrix's that the form showed, if there was one.
    #[serde(default)]
    pub was_priority: Option<Priority>,
}

/// The resolution form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solution {
    /// Whether it is a workaround or a permanent solution; required.
    pub permanence: Option<Permanence>,
    /// Resolution code (ITIL); required.
    pub code: Option<ResolutionCode>,
    /// What was done, told to the user; required, at most `TEXT_MAX` characters.
    pub notes: String,
    /// Root cause, or why it is unknown; required where it is asked
    /// ([`crate::tickets::cause::asks_cause`]).
    pub cause: Option<Cause>,
}

/// The root cause, or why it is unknown. Texts are required, at most `TEXT_MAX` characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The cause recorded during the diagnosis; refused if none is recorded.
    AsRecorded,
    /// The root cause.
    Known(String),
    /// Why the root cause is unknown.
    Unknown(String),
}

/// The evaluation form of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Whether the request can be fulfilled.
    pub feasible: bool,
    /// Cost, zero or more; `None` if it costs nothing.
    pub cost: Option<Cents>,
    /// Impact of fulfilling it: required if feasible, at most `TEXT_MAX` characters.
    pub impact: String,
    /// Why it is not feasible, told to the user: required then, at most `REASON_MAX` characters.
    pub reason: String,
}

/// What a person or the desk itself asks to happen to a ticket. A field `was` holds the value that
/// the form showed: the command is refused as a conflict if somebody else has changed it since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Classifies the ticket and sets its priority, the first time or again.
    Categorise(Categorisation),
    /// Starts the diagnosis of an incident; needs an assignee.
    Diagnose,
    /// Adds a finding, for agents only. Starts the diagnosis of a categorised incident.
    AddFinding {
        /// The finding; required, at most `TEXT_MAX` characters.
        text: String,
    },
    /// Records the root cause, for agents only. Starts the diagnosis of a categorised incident.
    RecordCause {
        /// The cause; required, at most `TEXT_MAX` characters.
        text: String,
        /// Cause that the form showed, if any.
        #[serde(default)]
        was: Option<TextId>,
    },
    /// Resolves an incident or a problem.
    Resolve(Solution),
    /// Categorises and resolves a new incident in one step.
    ResolveAtFirstContact {
        /// The categorisation form.
        categorisation: Categorisation,
        /// The resolution form.
        solution: Solution,
    },
    /// Starts the evaluation of a request.
    Evaluate,
    /// Ends the evaluation: asks for approval, approves directly or refuses as not feasible.
    SubmitEvaluation(Assessment),
    /// Changes the cost of an evaluated request; its approvers, if any, are asked again.
    ReviseCost {
        /// New cost, zero or more; `None` if it costs nothing.
        cost: Option<Cents>,
        /// Cost that the form showed.
        was: Option<Cents>,
    },
    /// Approves a request, on behalf of one approver.
    Approve {
        /// Comment; may be empty, at most `REASON_MAX` characters.
        comment: String,
    },
    /// Refuses a request, on behalf of one approver. One refusal is enough.
    Refuse {
        /// Why; required, at most `REASON_MAX` characters.
        reason: String,
    },
    /// Asks the requester a question before deciding.
    AskBack {
        /// The question; required, at most `REASON_MAX` characters.
        question: String,
    },
    /// Names another approver in place of one who has not decided.
    NameApprover {
        /// Approver to replace; their decision must still be awaited.
        instead_of: PersonId,
        /// New approver: neither the requester nor already an approver.
        to: PersonId,
        /// Why; required, at most `REASON_MAX` characters.
        reason: String,
    },
    /// Makes the request one for another item of the catalogue; its evaluation begins anew.
    ChangeItem {
        /// New item; required.
        item: Option<ItemId>,
        /// Answers to the questions of the item.
        #[serde(default)]
        fields: Answers,
        /// Item that the form showed, if any.
        was: Option<ItemId>,
    },
    /// Starts the fulfilment of an approved request; needs an assignee.
    Fulfil,
    /// Ends the fulfilment of a request.
    Complete {
        /// What was done, told to the user; required, at most `TEXT_MAX` characters.
        done: String,
    },
    /// Asks the desk to cancel a request that is already approved, on behalf of the requester.
    AskToCancel {
        /// Why; required, at most `REASON_MAX` characters.
        reason: String,
    },
    /// Tells the user of an incident what is known of its cause, and may resolve it with that.
    TellUser(Telling),
    /// Starts the root cause analysis of a problem, or starts it again.
    Analyse,
    /// Records the workaround of an incident or a problem.
    RecordWorkaround {
        /// The workaround, which the user reads; required, at most `TEXT_MAX` characters.
        text: String,
        /// Note for agents beside it; may be empty, at most `TEXT_MAX` characters.
        #[serde(default)]
        internal: String,
        /// Workaround that the form showed, if any.
        #[serde(default)]
        was: Option<TextId>,
    },
    /// Declares a problem a known error (ITIL).
    DeclareKnownError,
    /// Starts the fix of a problem.
    StartFix,
    /// Accepts the risk of a problem instead of fixing it.
    AcceptRisk {
        /// Why; required, at most `REASON_MAX` characters.
        reason: String,
    },
    /// Makes the acting agent the assignee.
    Take {
        /// Assignee that the page showed, if any.
        was: Option<PersonId>,
    },
    /// Makes an agent the assignee.
    Assign {
        /// New assignee: an agent, of the ticket's team if only that team may see the ticket.
        to: PersonId,
        /// Assignee that the form showed, if any.
        was: Option<PersonId>,
    },
    /// Gives the ticket back to its team; it has no assignee then.
    GiveBack {
        /// Assignee that the page showed, if any.
        was: Option<PersonId>,
    },
    /// Hands the ticket over to another team; it has no assignee then.
    HandOver {
        /// Team that takes over.
        team: TeamId,
        /// Note for the team, seen by agents only; may be empty, at most `REASON_MAX` characters.
        note: String,
        /// Team that the form showed, if any.
        was: Option<TeamId>,
    },
    /// Puts the ticket on hold, or changes the hold while it lasts.
    Hold {
        /// What the ticket waits for.
        reason: HoldReason,
        /// End of the hold; required, later than now.
        until: Option<Timestamp>,
        /// What is awaited, in words for the user; may be empty, at most `REASON_MAX` characters.
        note: String,
        /// Note for agents beside it; may be empty, at most `TEXT_MAX` characters.
        #[serde(default)]
        internal: String,
        /// Problem whose fix is awaited: required if the reason is [`HoldReason::Problem`], ignored
        /// otherwise. The actor must be able to see it.
        #[serde(default)]
        problem: Option<Reference>,
        /// Hold that the form showed, if the ticket was on hold already.
        #[serde(default)]
        was: Option<Waited>,
    },
    /// Ends the hold: the ticket returns to the state it had before.
    Resume,
    /// Confirms the resolution or fulfilment and closes the ticket, on behalf of the requester.
    Confirm,
    /// Closes a ticket that is done, by an agent or by the desk itself when `closes_at` has come.
    Close {
        /// Why: required from agents, ignored from the desk itself; at most `REASON_MAX`
        /// characters.
        reason: String,
    },
    /// Reopens a ticket that is done, or closed not too long ago.
    Reopen {
        /// Why; required, at most `REASON_MAX` characters.
        reason: String,
    },
    /// Cancels the ticket.
    Cancel {
        /// Why: optional for the requester, required from agents; at most `REASON_MAX` characters.
        reason: String,
    },
    /// Writes to the participants, and to the approvers while a question of theirs is open. A
    /// comment by the requester ends a hold for [`HoldReason::User`].
    Comment {
        /// The comment; required, at most `TEXT_MAX` characters.
        text: String,
    },
    /// Writes a note for agents only.
    Note {
        /// The note; required, at most `TEXT_MAX` characters.
        text: String,
    },
    /// Marks what the user wrote or sent as read.
    MarkRead,
    /// Attaches files.
    Attach {
        /// Files already uploaded; at least one.
        attachments: Vec<Attachment>,
    },
    /// Adds a watcher.
    Watch {
        /// Person who is to watch the ticket.
        person: PersonId,
    },
    /// Removes a watcher.
    Unwatch {
        /// Person who watches the ticket.
        person: PersonId,
    },
    /// Links the ticket to others.
    Link {
        /// The other tickets, which the actor must be able to see; at least one, at most
        /// [`crate::tickets::ticket::LINKS_MAX`].
        to: Vec<Reference>,
        /// What the links mean, read from this ticket.
        relation: Relation,
    },
    /// Removes every link to another ticket, and those that lead back.
    Unlink {
        /// The other ticket, which the actor must be able to see.
        to: Reference,
    },
    /// Makes somebody else the affected user. The former one loses sight of the ticket unless they
    /// take part in it otherwise.
    ChangeAffected {
        /// The new affected user.
        to: PersonId,
        /// Affected user that the form showed.
        was: PersonId,
        /// Whether the agent confirms that the new one will read what participants wrote; required.
        confirmed: bool,
    },
    /// Makes the ticket confidential.
    MakeConfidential,
    /// Makes the ticket confidential no longer.
    EndConfidentiality {
        /// Why, for agents; required, at most `REASON_MAX` characters.
        reason: String,
    },
    /// Corrects the subject, the description or both.
    Edit {
        /// New subject, at most `SUBJECT_MAX` characters; `None` to keep it.
        subject: Option<Edit>,
        /// New description, at most `TEXT_MAX` characters; `None` to keep it.
        description: Option<Edit>,
    },
    /// Empties a text or file for good; everything at once only on behalf of the desk itself.
    Redact {
        /// What to empty.
        what: Removed,
        /// Why: required from agents, ignored from the desk itself; at most `REASON_MAX`
        /// characters.
        reason: String,
    },
    /// Turns an incident into a request, or a request into an incident.
    Convert {
        /// New kind: incident or request, not the current one.
        to: Kind,
        /// Catalogue item that the request is for; required if `to` is a request.
        item: Option<ItemId>,
        /// Answers to the questions of the item.
        #[serde(default)]
        fields: Answers,
    },
    /// Makes the ticket part of another one.
    Merge {
        /// The other ticket, which the actor must be able to see as an agent.
        into: Reference,
        /// Who reads more then, as the agent confirms it: required if somebody does, or if the two are
        /// of different kinds or for different users.
        #[serde(default)]
        confirmed: Option<NewReaders>,
    },
    /// Makes a ticket that is part of this one a ticket of its own again, within a day.
    Unmerge {
        /// The ticket that was merged, which the actor must be able to see as an agent.
        from: Reference,
    },
    /// Asks something of a major incident, or to make the incident one.
    Major(MajorCommand),
}

/// What a ticket waits for, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waited {
    /// What it waits for.
    pub reason: HoldReason,
    /// End of the hold; `None` only for imported holds.
    pub until: Option<Timestamp>,
    /// Problem whose fix is awaited, if one is.
    #[serde(default)]
    pub problem: Option<Reference>,
}

/// A new text in place of an existing one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The new text.
    pub text: String,
    /// Text that the form showed, if there was one; another current text is a conflict.
    pub was: Option<TextId>,
}

impl Command {
    /// Returns the other tickets that the command names.
    pub fn others(&self) -> BTreeSet<TicketId> {
        match self {
            Self::Link { to, .. } => to.iter().map(|to| to.id).collect(),
            Self::Unlink { to: other }
            | Self::Merge { into: other, .. }
            | Self::Unmerge { from: other } => BTreeSet::from([other.id]),
            Self::TellUser(form) => BTreeSet::from([form.source.problem.id]),
            Self::Hold {
                problem: Some(problem),
                ..
            } => BTreeSet::from([problem.id]),
            _ => BTreeSet::new(),
        }
    }

    /// Returns the action that the command carries out.
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
            Self::ChangeItem { .. } => Action::ChangeItem,
            Self::Fulfil => Action::Fulfil,
            Self::Complete { .. } => Action::Complete,
            Self::AskToCancel { .. } => Action::AskToCancel,
            Self::TellUser(Telling {
                source:
                    Source {
                        problem:
                            Reference {
                                kind: Kind::Incident,
                                ..
                            },
                        ..
                    },
                resolve: Some(_),
                ..
            }) => Action::ResolveWithParent,
            Self::TellUser(Telling {
                resolve: Some(_), ..
            }) => Action::ResolveWithCause,
            Self::TellUser(_) => Action::TellUser,
            Self::Analyse => Action::Analyse,
            Self::RecordWorkaround { .. } => Action::RecordWorkaround,
            Self::DeclareKnownError => Action::DeclareKnownError,
            Self::StartFix => Action::StartFix,
            Self::AcceptRisk { .. } => Action::AcceptRisk,
            Self::Take { .. } => Action::Take,
            Self::Assign { .. } => Action::Assign,
            Self::GiveBack { .. } => Action::GiveBack,
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
            Self::Unlink { .. } => Action::Unlink,
            Self::Merge { .. } => Action::Merge,
            Self::Unmerge { .. } => Action::Unmerge,
            Self::ChangeAffected { .. } => Action::ChangeAffected,
            Self::MakeConfidential => Action::MakeConfidential,
            Self::EndConfidentiality { .. } => Action::EndConfidentiality,
            Self::Edit { .. } => Action::Edit,
            Self::Redact { .. } => Action::Redact,
            Self::Convert { .. } => Action::Convert,
            Self::Major(command) => command.action(),
        }
    }
}
