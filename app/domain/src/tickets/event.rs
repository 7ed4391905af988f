//! Events: what happened to a ticket, as the log keeps it. An event holds outcomes, never the rule
//! that led to them.

use crate::kernel::actor::Who;
use crate::kernel::approval_rule::ApprovalRule;
use crate::kernel::audience::Audience;
use crate::kernel::channel::Channel;
use crate::kernel::ids::{
    CategoryId, CommandId, ItemId, PersonId, ServiceId, TeamId, TextId, TicketId,
};
use crate::kernel::priority::{Impact, Priority, Urgency};
use crate::kernel::promise::{Promise, Rank};
use crate::kernel::proof::Proof;
use crate::kernel::reference::{Kind, Reference};
use crate::kernel::removed::Removed;
use crate::kernel::time::Timestamp;
use crate::tickets::approval::{Approval, Replacement};
use crate::tickets::attachment::Attachment;
use crate::tickets::classification::Classification;
use crate::tickets::clock::Clocks;
use crate::tickets::evaluation::{Evaluation, FieldAnswer};
use crate::tickets::hold::Hold;
use crate::tickets::link::Link;
use crate::tickets::major::MajorEvent;
use crate::tickets::merging::MergeEvent;
use crate::tickets::offered::Offered;
use crate::tickets::resolution::Resolution;
use crate::tickets::similar::Similar;
use crate::tickets::telling::{Known, Source};
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An event with its ticket, time, author and command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Ticket that it happened to.
    pub ticket: TicketId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub by: Who,
    /// Command it came from; one command may lead to several events.
    pub command: CommandId,
    /// What happened.
    pub event: Event,
}

/// How a ticket began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Kind of ticket.
    pub kind: Kind,
    /// Subject, in one line.
    pub subject: TextId,
    /// Description, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<TextId>,
    /// Affected user (ITIL): the person the ticket is for.
    pub affected: PersonId,
    /// Who told the desk, if not the affected user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<PersonId>,
    /// How the ticket reached the desk.
    pub channel: Channel,
    /// When the matter was noticed, if told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noticed_at: Option<Timestamp>,
    /// Where the affected user is, if told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<TextId>,
    /// Whether only its team may see it, beside its participants and approvers.
    #[serde(default)]
    pub confidential: bool,
    /// Whether its service is restricted to the service's own team.
    #[serde(default)]
    pub restricted: bool,
    /// Service concerned, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// Impact at the start, if known; the reporter may propose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<Impact>,
    /// Urgency at the start, if known; the reporter may propose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// Priority at the start.
    pub priority: Priority,
    /// Team in charge at the start, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// Catalogue item that a request is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// Answers to the questions of the item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldAnswer>,
    /// Ticket that this one takes up again, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Reference>,
    /// Identifier in the program it was imported from, such as `servicenow:INC0010001`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<String>,
    /// How sure the desk was of the sender, if the ticket came by mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_mail: Option<Proof>,
    /// Articles that were offered beforehand; for agents only.
    #[serde(default, skip_serializing_if = "Offered::is_empty")]
    pub offered: Offered,
    /// Clocks of what is promised, if there are service levels; the sums for agents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clocks: Option<Clocks>,
}

/// Classification, cause and solution of an incident resolved at first contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstContact {
    /// State after the event.
    pub to: State,
    /// Service, category, impact and urgency.
    pub classification: Classification,
    /// Priority given.
    pub priority: Priority,
    /// Whether the service is restricted to its own team.
    pub restricted: bool,
    /// Why the priority differs from the matrix's, if it does; for agents only.
    pub priority_reason: Option<TextId>,
    /// How the incident was resolved.
    pub resolution: Resolution,
    /// When it closes by itself.
    pub closes_at: Option<Timestamp>,
    /// Root cause, or why it is unknown; for agents only.
    pub cause: Option<TextId>,
}

/// What can happen to a ticket. A field `to` that is a [`State`] is the state after the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Ticket recorded; the first event of every ticket.
    Recorded(Box<Recorded>),
    /// Subject or description corrected.
    Edited {
        /// New subject; `None` if it stays.
        subject: Option<TextId>,
        /// New description; `None` if it stays.
        description: Option<TextId>,
    },
    /// Classified, for the first time or again.
    Categorised {
        /// State after the event; only a new incident changes state.
        to: State,
        /// Service, category, impact and urgency.
        classification: Classification,
        /// Priority given.
        priority: Priority,
        /// Whether the service is restricted to its own team.
        restricted: bool,
        /// Why the priority differs from the matrix's, if it does; for agents only.
        reason: Option<TextId>,
    },
    /// Diagnosis of an incident started.
    DiagnosisStarted {
        /// State after the event.
        to: State,
    },
    /// Finding added to the diagnosis or analysis; for agents only.
    FindingAdded {
        /// The finding.
        text: TextId,
    },
    /// Root cause recorded; for agents only.
    CauseRecorded {
        /// The cause.
        text: TextId,
    },
    /// Workaround recorded.
    WorkaroundRecorded {
        /// The workaround.
        text: TextId,
    },
    /// Put on hold, or hold changed while it lasts.
    Held {
        /// State after the event.
        to: State,
        /// What the ticket waits for, and until when.
        hold: Hold,
        /// What is awaited, in words.
        note: Option<TextId>,
    },
    /// Hold ended, by somebody or because its date passed.
    Resumed {
        /// State after the event: the one before the hold.
        to: State,
    },
    /// Incident or problem resolved.
    Resolved {
        /// State after the event.
        to: State,
        /// How it was resolved.
        resolution: Resolution,
        /// When it closes by itself.
        closes_at: Option<Timestamp>,
        /// Root cause, or why it is unknown, unless already recorded; for agents only.
        cause: Option<TextId>,
        /// Problem it was resolved with, if it was; for agents only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        with: Option<Reference>,
    },
    /// Users told what is known of the cause.
    Told {
        /// What is known.
        known: Known,
        /// What they were told.
        text: TextId,
        /// What it comes from; for agents only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Source>,
        /// Who is notified, and not by another incident of the same cause; for agents only.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        to: BTreeSet<PersonId>,
    },
    /// Incident categorised and resolved by one form, as one event.
    ResolvedAtFirstContact(Box<FirstContact>),
    /// Resolution or fulfilment confirmed by the requester; closes the ticket.
    Confirmed {
        /// State after the event.
        to: State,
        /// Until when the ticket can be reopened.
        reopen_until: Timestamp,
    },
    /// Closed by an agent, or by the desk itself when the time has come.
    Closed {
        /// State after the event.
        to: State,
        /// Why; `None` if closed by the desk itself.
        reason: Option<TextId>,
        /// Until when the ticket can be reopened.
        reopen_until: Timestamp,
    },
    /// Reopened after it was done or closed.
    Reopened {
        /// State after the event.
        to: State,
        /// Why it was reopened.
        reason: TextId,
    },
    /// Cancelled by the requester or an agent.
    Cancelled {
        /// State after the event.
        to: State,
        /// Why; may be absent if cancelled by the requester.
        reason: Option<TextId>,
    },
    /// Cancellation asked for by the requester after the approval.
    CancelWished {
        /// Why the requester wishes it.
        reason: TextId,
    },
    /// Turned from an incident into a request, or the other way round.
    Converted {
        /// State after the event.
        to: State,
        /// New kind.
        kind: Kind,
        /// Catalogue item of the new request; `None` for an incident.
        item: Option<ItemId>,
        /// Answers to the questions of the item.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<FieldAnswer>,
    },
    /// Evaluation of a request started.
    EvaluationStarted {
        /// State after the event.
        to: State,
    },
    /// Request evaluated, or its cost revised.
    Evaluated {
        /// State after the event: refused if not feasible, otherwise awaiting approval or approved;
        /// unchanged if a revised cost needs no approval.
        to: State,
        /// Feasibility, cost and impact.
        evaluation: Evaluation,
        /// Why it is not feasible; `None` if it is.
        reason: Option<TextId>,
        /// Whose approval is awaited; `None` if none is needed.
        approval: Option<Approval>,
    },
    /// Approved by one approver.
    Approved {
        /// State after the event: still awaiting approval while others must agree.
        to: State,
        /// Comment of the approver, if any.
        comment: Option<TextId>,
    },
    /// Refused by one approver.
    Refused {
        /// State after the event.
        to: State,
        /// Why it was refused.
        reason: TextId,
    },
    /// Question to the requester, asked by an approver.
    AskedBack {
        /// The question.
        question: TextId,
    },
    /// Fulfilment of a request started.
    FulfilmentStarted {
        /// State after the event.
        to: State,
    },
    /// Fulfilment of a request ended.
    Fulfilled {
        /// State after the event.
        to: State,
        /// What was done.
        done: TextId,
        /// When the ticket closes by itself.
        closes_at: Option<Timestamp>,
    },
    /// Root cause analysis of a problem started, or started again.
    AnalysisStarted {
        /// State after the event.
        to: State,
    },
    /// Problem declared a known error (ITIL).
    KnownErrorDeclared {
        /// State after the event.
        to: State,
    },
    /// Fix of a problem started.
    FixStarted {
        /// State after the event.
        to: State,
    },
    /// Risk of a problem accepted instead of fixing it.
    RiskAccepted {
        /// State after the event.
        to: State,
        /// Why the risk is accepted.
        reason: TextId,
    },
    /// Assigned to an agent, who may have taken it.
    Assigned {
        /// New assignee.
        to: PersonId,
    },
    /// Assignee removed: an agent gave the ticket back, or the assignee is no longer an agent who may
    /// see it. The team is in charge until somebody takes the ticket.
    Unassigned {
        /// Former assignee.
        from: PersonId,
    },
    /// Approver who has not decided replaced by others.
    ApproverReplaced {
        /// Approver who is no longer asked.
        from: PersonId,
        /// Approvers asked instead.
        to: BTreeSet<PersonId>,
        /// How many of the approvers must agree from now on.
        rule: ApprovalRule,
        /// Why the approver was replaced.
        why: Replacement,
    },
    /// Time at which the ticket closes by itself changed.
    ClosureMoved {
        /// New time; `None` while an answer of the user is unread.
        closes_at: Option<Timestamp>,
    },
    /// Affected user changed.
    AffectedChanged {
        /// New affected user.
        to: PersonId,
    },
    /// Made confidential, or confidential no longer.
    ConfidentialityChanged {
        /// Whether only the team sees the ticket now, beside its participants and approvers.
        confidential: bool,
        /// Why it ended; for agents only.
        reason: Option<TextId>,
    },
    /// Request made one for another catalogue item; its evaluation begins anew.
    ItemChanged {
        /// State after the event.
        to: State,
        /// New item.
        item: ItemId,
        /// Answers to the questions of the item.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<FieldAnswer>,
    },
    /// Handed over to another team, which empties the assignee.
    HandedOver {
        /// New team.
        team: TeamId,
        /// Note for the team; for agents only.
        note: Option<TextId>,
    },
    /// Comment or note written.
    Commented {
        /// The comment.
        text: TextId,
        /// Who may read it; [`Audience::Agents`] for a note.
        audience: Audience,
        /// Whether the desk has yet to read it: true unless an agent wrote it or it ended a hold.
        unread: bool,
        /// How sure the desk was of the sender, if it came by mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_mail: Option<Proof>,
    },
    /// What the user wrote or sent was read.
    MarkedRead,
    /// File attached.
    Attached {
        /// The file, and who may see it.
        attachment: Attachment,
        /// Whether the user sent it and nobody has read it yet.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unread: bool,
        /// How sure the desk was of the sender, if it came by mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_mail: Option<Proof>,
    },
    /// Watcher added.
    Watched {
        /// The new watcher.
        person: PersonId,
    },
    /// Watcher removed.
    Unwatched {
        /// The former watcher.
        person: PersonId,
    },
    /// Linked to another ticket; for agents only. The other ticket gets such an event too.
    Linked {
        /// The link, read from this ticket.
        link: Link,
    },
    /// Link to another ticket removed; for agents only. The other ticket gets such an event too.
    Unlinked {
        /// The link, read from this ticket.
        link: Link,
    },
    /// Text or file emptied for good, wherever it stood; who, when and why remain.
    Redacted {
        /// What was emptied.
        what: Removed,
        /// Why; always given by a person, absent if retention removed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<TextId>,
        /// Who learns that it is gone: whoever could read it.
        audience: Audience,
    },
    /// Service of the ticket restricted to its team, or opened, after the ticket was classified.
    Restricted {
        /// Whether only the team may see the service's tickets now.
        restricted: bool,
    },
    /// User reminded that their answer is awaited; the last time the desk offers to close the ticket.
    UserReminded {
        /// How often that makes; 0 if users are reminded no more.
        told: u8,
        /// When the next reminder is due; `None` for none.
        next: Option<Timestamp>,
    },
    /// Clocks of what is promised go on otherwise; the sums are for agents only.
    ClocksSet {
        /// The clocks from now on.
        clocks: Box<Clocks>,
        /// Whether an administrator applied changed rules to the ticket.
        applied: bool,
    },
    /// A promise has come near or was missed, and people were told; for agents only.
    Escalated {
        /// The promise.
        promise: Promise,
        /// Part of the promised time that has passed, in percent; missed from 100 on.
        percent: u16,
        /// Who was told.
        to: BTreeSet<Rank>,
        /// When the promised time was over, or will be.
        due: Option<Timestamp>,
        /// When the next step is due, if one is to come.
        next: Option<Timestamp>,
    },
    /// Incidents were found that are like it, when it was recorded; for agents only.
    SimilarFound {
        /// The incidents, the most similar first.
        similar: Vec<Similar>,
    },
    /// An agent saw that there is nothing to this incident and others coming together; for agents
    /// only.
    GroupDismissed {
        /// The other incidents, in order of their numbers; of very many the first.
        with: Vec<TicketId>,
        /// Number of people affected, as the agent saw it.
        people: u32,
    },
    /// A message was split off into a ticket of its own; for agents only.
    SplitOff {
        /// The new ticket.
        to: Reference,
    },
    /// What happened to a major incident; for agents only.
    Major(MajorEvent),
    /// Merged into another ticket, or another one into this, and what came of it.
    Merge(MergeEvent),
    /// Change made by another program that this workflow would have refused.
    Imported {
        /// The change.
        change: Imported,
    },
}

/// One change from the history of another program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Imported {
    /// State entered in a way the workflow does not know.
    State {
        /// State after the change.
        to: State,
        /// Hold that begins; `None` if none does.
        hold: Option<Hold>,
        /// Whether the change counts as a reopening.
        reopened: bool,
        /// Whether the change closes the ticket.
        closed: bool,
        /// Resolution that comes with the change, if any.
        resolution: Option<Resolution>,
    },
    /// Impact, urgency and priority set.
    Rating {
        /// New impact.
        impact: Impact,
        /// New urgency.
        urgency: Urgency,
        /// New priority, as the source gives it.
        priority: Priority,
    },
    /// Service and category set.
    Category {
        /// New service; `None` if it has none now.
        service: Option<ServiceId>,
        /// New category; `None` if it has none now.
        category: Option<CategoryId>,
    },
    /// Team and assignee set.
    Owner {
        /// New team; `None` if it has none now.
        team: Option<TeamId>,
        /// New assignee; `None` if it has none now.
        assignee: Option<PersonId>,
        /// Whether the change counts as a hand-over.
        handed_over: bool,
    },
    /// Affected user changed.
    Affected {
        /// New affected user.
        person: PersonId,
    },
    /// Counters corrected: the source counts other numbers than its rows show.
    Counted {
        /// Number of hand-overs so far.
        hand_overs: u32,
        /// Number of reopenings so far.
        reopenings: u32,
    },
    /// Note added; for agents only.
    Note {
        /// The note.
        text: TextId,
    },
}
