//! Reasons why a command is refused: the rule or the fields. Their wording is in the locales.

use crate::kernel::action::Action;
use crate::kernel::article_action::{ArticleAction, ArticleWhy};
use crate::kernel::feedback_why::FeedbackWhy;
use serde::{Deserialize, Serialize};

/// Returns the refusal of a form in which one field is wrong.
pub fn invalid(field: Field, problem: Problem) -> Refusal {
    Refusal::Invalid(vec![FieldError {
        field,
        name: None,
        problem,
    }])
}

/// Reason why an action is not possible on a ticket now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The workflow has no such step from this state or for this kind of ticket.
    NotInThisState,
    /// This person may not do it: it is for agents, the requester or an approver.
    NotYours,
    /// Approvers do not decide on requests that they made or that are for them.
    OwnRequest,
    /// This person has decided already.
    AlreadyDecided,
    /// The ticket needs an assignee first.
    NeedsAssignee,
    /// The ticket is already as the action would make it.
    AlreadySo,
    /// The time to reopen has passed; a new, linked ticket can follow it.
    TooLate,
    /// The ticket is not categorised yet.
    NeedsCategory,
    /// The request was not evaluated, or nobody was asked to approve it.
    NeedsEvaluation,
    /// Nobody is left who could approve.
    NobodyToApprove,
    /// The ticket has as many watchers or links as it can have.
    Full,
    /// Only an agent of the ticket's team may, since only the team will see it.
    NotInItsTeam,
    /// Only its team sees the ticket, and everybody would learn of it.
    OnlyForItsTeam,
    /// It is a major incident, of which everybody was told.
    IsMajor,
    /// It is part of another ticket.
    IsMerged,
    /// Others are part of it.
    HasMerged,
    /// Of two tickets one is for its team only, and the other is not, or for another team.
    NotForTheSame,
}

/// Field of a form, by which an error is shown in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Subject of a ticket, or title of a disruption.
    Subject,
    /// Title of an article.
    Title,
    /// Words that users have for what an article is about.
    Keywords,
    /// Symptom of what fails.
    Symptom,
    /// Workaround.
    Workaround,
    /// Fix of what fails.
    Fix,
    /// Steps of a guide.
    Steps,
    /// Answer to a question.
    Answer,
    /// Who may read an article.
    Readers,
    /// Who keeps an article true.
    Owner,
    /// Description of a ticket.
    Description,
    /// Affected user.
    Affected,
    /// When an incident was noticed.
    NoticedAt,
    /// Service.
    Service,
    /// Category of a ticket, below its service.
    Category,
    /// Impact of an incident, or impact of a request in its evaluation.
    Impact,
    /// Urgency of an incident.
    Urgency,
    /// Priority that differs from what the matrix gives.
    Priority,
    /// Reason for an action.
    Reason,
    /// Comment, note, finding, workaround or another text.
    Text,
    /// Note for agents that goes with a text for the user.
    Internal,
    /// Message to the user that goes with a resolution or fulfilment.
    Notes,
    /// Root cause.
    Cause,
    /// First day of an absence, or beginning of a disruption.
    From,
    /// Last day of an absence, end of a hold, or expected end of a disruption.
    Until,
    /// What a ticket on hold waits for.
    HoldReason,
    /// Agent in charge.
    Assignee,
    /// Team.
    Team,
    /// Item of the catalogue.
    Item,
    /// One of the fields of a catalogue item; its name says which.
    ItemField,
    /// Cost of a request, or standard evaluation of an item.
    Cost,
    /// Whether a request is feasible.
    Feasible,
    /// A person: watcher, substitute, manager, approver of an item and the like.
    Person,
    /// Approver whose decision is awaited.
    Approver,
    /// Ticket to link to, or tickets of a disruption.
    Link,
    /// Attached file.
    File,
    /// Line manager of a person.
    Manager,
    /// Telephone number.
    Telephone,
    /// Where somebody works.
    Place,
    /// Computer that somebody works with.
    Computer,
    /// Department.
    Department,
    /// Role of a person.
    Role,
    /// Language of a person.
    Language,
    /// E-mail address.
    Email,
    /// Password.
    Password,
    /// Name of a person or an entry of the directory.
    Name,
    /// Confirmation of what follows from an action.
    Confirmation,
    /// Any other value of a form.
    Value,
    /// Time zone of a calendar.
    TimeZone,
    /// Hours of a weekday; its number, from 0 for Monday, says which.
    Hours,
    /// Days on which a calendar is closed.
    DaysOff,
    /// Business calendar.
    Calendar,
    /// Promised times; the kind and priority say which.
    Times,
    /// Who is told when a promise comes near or was missed.
    Escalation,
    /// Whether an entry of the directory is active.
    Active,
    /// Code of an authenticator, or recovery code.
    Code,
    /// How content somebody was, from 1 to 5.
    Score,
    /// What was wrong with how a ticket was handled, as its user says.
    Fault,
    /// What will be done about it.
    Measure,
    /// Who leads a major incident.
    Leader,
    /// When people hear of a major incident again.
    NextUpdate,
    /// Something to do during or after a major incident.
    Task,
    /// What happened in a major incident.
    Happened,
    /// What helped in a major incident.
    Helped,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// It is required and empty.
    Missing,
    /// It has more characters than this.
    TooLong(u32),
    /// It has fewer characters than this.
    TooShort(u32),
    /// More were chosen than this.
    TooMany(u32),
    /// It is not one of the choices, or has the wrong form.
    Invalid,
    /// It names somebody or something the desk does not know or offer.
    Unknown,
    /// It lies in the future.
    InTheFuture,
    /// It lies in the past.
    InThePast,
    /// Somebody or something else has it already.
    Taken,
    /// It is a password that too many people choose.
    TooCommon,
    /// It is not the right password or code.
    Wrong,
    /// It is the team that gets tickets without a service, which must stay active.
    FirstTeam,
    /// It is a code that was used before.
    Used,
}

impl Problem {
    /// The problem of a text that is longer than `most` characters.
    pub fn too_long(most: usize) -> Self {
        Self::TooLong(u32::try_from(most).unwrap_or(u32::MAX))
    }

    /// The problem of a form with more than `most` of something.
    pub fn too_many(most: usize) -> Self {
        Self::TooMany(u32::try_from(most).unwrap_or(u32::MAX))
    }
}

/// Error of one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldError {
    /// Kind of the field.
    pub field: Field,
    /// Which of several fields of the same kind it is (fields of the catalogue).
    pub name: Option<String>,
    /// What is wrong with it.
    pub problem: Problem,
}

/// Reason why nothing of a command was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The action is not possible on the ticket now.
    #[error("{action:?} is not possible: {why:?}")]
    Impossible {
        /// Action that was asked for.
        action: Action,
        /// Rule that stands against it.
        why: Why,
    },
    /// The action is not possible on the article now.
    #[error("{action:?} is not possible on the article: {why:?}")]
    ArticleImpossible {
        /// Action that was asked for.
        action: ArticleAction,
        /// Rule that stands against it.
        why: ArticleWhy,
    },
    /// That is not possible on the feedback now.
    #[error("not possible on the feedback: {0:?}")]
    FeedbackImpossible(FeedbackWhy),
    /// Fields of the form are missing or wrong.
    #[error("invalid fields: {0:?}")]
    Invalid(Vec<FieldError>),
    /// Somebody else changed the same fields since the form was opened.
    #[error("changed meanwhile: {0:?}")]
    Conflict(Vec<Field>),
    /// The starting set is for a desk that has neither services nor a catalogue.
    #[error("the desk has services or a catalogue already")]
    AlreadyBegun,
    /// The browser does not know enough to decide; the server does.
    #[error("only the server can decide this")]
    AskServer,
}
