//! What happened: the log's words. Each event holds outcomes, never the rule that led to them.

use crate::kernel::actor::Who;
use crate::kernel::approval_rule::ApprovalRule;
use crate::kernel::audience::Audience;
use crate::kernel::ids::{
    CategoryId, CommandId, ItemId, PersonId, ServiceId, TeamId, TextId, TicketId,
};
use crate::kernel::priority::{Impact, Priority, Urgency};
use crate::kernel::proof::Proof;
use crate::kernel::reference::{Kind, Reference};
use crate::kernel::removed::Removed;
use crate::kernel::time::Timestamp;
use crate::tickets::approval::{Approval, Replacement};
use crate::tickets::attachment::Attachment;
use crate::tickets::channel::Channel;
use crate::tickets::classification::Classification;
use crate::tickets::evaluation::{Evaluation, FieldAnswer};
use crate::tickets::hold::Hold;
use crate::tickets::link::Link;
use crate::tickets::resolution::Resolution;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An event with who, when and on what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    pub ticket: TicketId,
    pub at: Timestamp,
    pub by: Who,
    pub command: CommandId,
    pub event: Event,
}

/// How a ticket began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub kind: Kind,
    pub subject: TextId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<TextId>,
    pub affected: PersonId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<PersonId>,
    pub channel: Channel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noticed_at: Option<Timestamp>,
    #[serde(default)]
    pub confidential: bool,
    #[serde(default)]
    pub restricted: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<Impact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    pub priority: Priority,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldAnswer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Reference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<String>,
    /// It came as a message, and this is how sure the desk was of who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_mail: Option<Proof>,
}

/// Category, cause and solution at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstContact {
    pub to: State,
    pub classification: Classification,
    pub priority: Priority,
    pub restricted: bool,
    pub priority_reason: Option<TextId>,
    pub resolution: Resolution,
    pub closes_at: Option<Timestamp>,
    pub cause: Option<TextId>,
}

/// What can happen to a ticket. An event that moves it says where to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Recorded(Box<Recorded>),
    Edited {
        subject: Option<TextId>,
        description: Option<TextId>,
    },
    Categorised {
        to: State,
        classification: Classification,
        priority: Priority,
        restricted: bool,
        /// Why the priority is not the matrix's.
        reason: Option<TextId>,
    },
    DiagnosisStarted {
        to: State,
    },
    FindingAdded {
        text: TextId,
    },
    CauseRecorded {
        text: TextId,
    },
    WorkaroundRecorded {
        text: TextId,
    },
    Held {
        to: State,
        hold: Hold,
        note: Option<TextId>,
    },
    Resumed {
        to: State,
    },
    Resolved {
        to: State,
        resolution: Resolution,
        closes_at: Option<Timestamp>,
        cause: Option<TextId>,
    },
    /// Categorised and resolved by one form, as one event.
    ResolvedAtFirstContact(Box<FirstContact>),
    Confirmed {
        to: State,
        reopen_until: Timestamp,
    },
    Closed {
        to: State,
        reason: Option<TextId>,
        reopen_until: Timestamp,
    },
    Reopened {
        to: State,
        reason: TextId,
    },
    Cancelled {
        to: State,
        reason: Option<TextId>,
    },
    CancelWished {
        reason: TextId,
    },
    Converted {
        to: State,
        kind: Kind,
        item: Option<ItemId>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<FieldAnswer>,
    },
    EvaluationStarted {
        to: State,
    },
    Evaluated {
        to: State,
        evaluation: Evaluation,
        reason: Option<TextId>,
        approval: Option<Approval>,
    },
    Approved {
        to: State,
        comment: Option<TextId>,
    },
    Refused {
        to: State,
        reason: TextId,
    },
    AskedBack {
        question: TextId,
    },
    FulfilmentStarted {
        to: State,
    },
    Fulfilled {
        to: State,
        done: TextId,
        closes_at: Option<Timestamp>,
    },
    AnalysisStarted {
        to: State,
    },
    KnownErrorDeclared {
        to: State,
    },
    FixStarted {
        to: State,
    },
    RiskAccepted {
        to: State,
        reason: TextId,
    },
    Assigned {
        to: PersonId,
    },
    /// Whoever was in charge is no agent any more: the team is, until somebody takes it.
    Unassigned {
        from: PersonId,
    },
    /// Others are asked in the place of one who has not decided.
    ApproverReplaced {
        from: PersonId,
        to: BTreeSet<PersonId>,
        rule: ApprovalRule,
        why: Replacement,
    },
    /// It closes by itself at another time, or not before an answer was read.
    ClosureMoved {
        closes_at: Option<Timestamp>,
    },
    HandedOver {
        team: TeamId,
        note: Option<TextId>,
    },
    Commented {
        text: TextId,
        audience: Audience,
        unread: bool,
        /// It came as a message, and this is how sure the desk was of who wrote it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_mail: Option<Proof>,
    },
    MarkedRead,
    Attached {
        attachment: Attachment,
        /// The user sent it, and nobody has read it yet.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unread: bool,
        /// As with what is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_mail: Option<Proof>,
    },
    Watched {
        person: PersonId,
    },
    Unwatched {
        person: PersonId,
    },
    Linked {
        link: Link,
    },
    /// Emptied for good, in every place; who, when and why remain.
    Redacted {
        what: Removed,
        /// By a person always; a rule of the house gives none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<TextId>,
        /// Whoever could read it learns that it is gone.
        audience: Audience,
    },
    /// Its service was restricted to its team, or opened, after the ticket was classified.
    Restricted {
        restricted: bool,
    },
    /// A change that another program made and this workflow would have refused.
    Imported {
        change: Imported,
    },
}

/// One change out of another program's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Imported {
    State {
        to: State,
        hold: Option<Hold>,
        reopened: bool,
        closed: bool,
        resolution: Option<Resolution>,
    },
    Rating {
        impact: Impact,
        urgency: Urgency,
        priority: Priority,
    },
    Category {
        service: Option<ServiceId>,
        category: Option<CategoryId>,
    },
    Owner {
        team: Option<TeamId>,
        assignee: Option<PersonId>,
        handed_over: bool,
    },
    Affected {
        person: PersonId,
    },
    /// The source counts more reopenings or hand-overs than its rows show.
    Counted {
        hand_overs: u32,
        reopenings: u32,
    },
    Note {
        text: TextId,
    },
}
