//! A ticket: the fold of its events.

use crate::kernel::actor::Who;
use crate::kernel::channel::Channel;
use crate::kernel::ids::{CategoryId, ItemId, PersonId, ServiceId, TeamId, TextId, TicketId};
use crate::kernel::priority::{Impact, Priority, Urgency};
use crate::kernel::proof::Proof;
use crate::kernel::reference::{Kind, Reference};
use crate::kernel::time::Timestamp;
use crate::tickets::approval::Approval;
use crate::tickets::attachment::Attachment;
use crate::tickets::classification::Classification;
use crate::tickets::clock::Clocks;
use crate::tickets::comment::Comment;
use crate::tickets::evaluation::{Evaluation, FieldAnswer, FieldValue};
use crate::tickets::hold::Hold;
use crate::tickets::link::Link;
use crate::tickets::major::Major;
use crate::tickets::merging::{Joined, Shares};
use crate::tickets::offered::Offered;
use crate::tickets::resolution::Resolution;
use crate::tickets::similar::Similar;
use crate::tickets::telling::ToldBefore;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The part of a ticket that only agents see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Internal {
    /// Findings of the diagnosis or analysis, oldest first.
    pub findings: Vec<TextId>,
    /// Root cause, or why it is unknown if `cause_unknown` is set.
    pub cause: Option<TextId>,
    /// Whether the text in `cause` says why the root cause is unknown.
    #[serde(default)]
    pub cause_unknown: bool,
    /// Why the priority differs from the matrix's; `None` if it is the matrix's.
    pub priority_reason: Option<TextId>,
    /// Links to other tickets; none can be added here once there are [`LINKS_MAX`].
    pub links: BTreeSet<Link>,
    /// Articles that were offered before the ticket was recorded.
    #[serde(default, skip_serializing_if = "Offered::is_empty")]
    pub offered: Offered,
    /// Incidents that were like it when it was recorded, the most similar first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub similar: Vec<Similar>,
    /// What its users were told of its cause, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<ToldBefore>,
    /// What makes it a major incident, if it is or was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub major: Option<Box<Major>>,
    /// Whether the user wrote or sent something that nobody at the desk has read yet.
    pub answered_unread: bool,
}

impl Internal {
    /// Returns what users were told before of a text of a problem, if they were.
    pub fn told_of(&self, problem: TicketId, text: TextId) -> Option<&ToldBefore> {
        let mut told = self.told.iter();
        told.find(|told| told.problem == problem && told.text == text)
    }
}

/// Maximum number of watchers of a ticket, since each is notified of all that happens.
pub const WATCHERS_MAX: usize = 100;

/// Maximum number of links of a ticket, since all are shown with it.
pub const LINKS_MAX: usize = 500;

/// What a ticket is part of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// The other ticket; `None` where it is not shown.
    pub into: Option<Reference>,
    /// Since when.
    pub at: Timestamp,
    /// What it takes from the other.
    pub shares: Shares,
    /// How the ticket stands by itself.
    #[serde(default)]
    pub(crate) own: Own,
}

impl Merged {
    /// Forgets the other tickets that are hidden from somebody.
    pub fn without(&mut self, is_hidden: impl Fn(TicketId) -> bool) {
        if self.into.take_if(|into| is_hidden(into.id)).is_some() {
            self.shares.people.clear();
        }
        if let Some(hold) = &mut self.own.hold {
            hold.problem.take_if(|problem| is_hidden(problem.id));
        }
    }

    /// Forgets what only agents may know.
    pub(crate) fn for_user(&mut self) {
        self.own.answered_unread = false;
        if let Some(hold) = &mut self.own.hold {
            hold.problem = None;
        }
    }
}

/// How a ticket stands beneath the one that it is part of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Own {
    pub state: State,
    pub hold: Option<Hold>,
    pub answered_unread: bool,
}

/// A ticket of any kind, as it stands after some of its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Number of the ticket, the same through all kinds.
    pub id: TicketId,
    /// Incident, request or problem.
    pub kind: Kind,
    /// State in the workflow of its kind.
    pub state: State,
    /// References it had before its kind changed, oldest first.
    pub aliases: Vec<Reference>,
    /// Subject, in one line.
    pub subject: TextId,
    /// Description, if one was given.
    pub description: Option<TextId>,
    /// Affected user (ITIL): the person the ticket is for.
    pub affected: PersonId,
    /// Who told the desk, if not the affected user.
    pub reporter: Option<PersonId>,
    /// People who follow the ticket, at most [`WATCHERS_MAX`].
    pub watchers: BTreeSet<PersonId>,
    /// How the ticket reached the desk.
    pub channel: Channel,
    /// How sure the desk was of the sender, if the ticket came by mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_mail: Option<Proof>,
    /// Whether it was recorded as confidential: only its team sees it, beside its participants and
    /// approvers.
    pub confidential: bool,
    /// Whether its service is restricted to the service's own team.
    pub restricted: bool,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub recorded_by: Who,
    /// When the matter was noticed, if told.
    pub noticed_at: Option<Timestamp>,
    /// Where the affected user is, if told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<TextId>,
    /// Ticket that this one takes up again, if any.
    pub follows: Option<Reference>,
    /// Identifier in the program it was imported from, such as `servicenow:INC0010001`.
    pub external: Option<String>,

    /// Service concerned, if known.
    pub service: Option<ServiceId>,
    /// Category of the service; `None` before categorisation.
    pub category: Option<CategoryId>,
    /// Impact, as proposed by the reporter until an agent categorises.
    pub impact: Option<Impact>,
    /// Urgency, as proposed by the reporter until an agent categorises.
    pub urgency: Option<Urgency>,
    /// Priority, usually the matrix's; see [`Ticket::other_priority`].
    pub priority: Priority,

    /// Team in charge.
    pub team: Option<TeamId>,
    /// Agent in charge; `None` if the team as a whole is.
    pub assignee: Option<PersonId>,
    /// First agent who was ever in charge.
    pub first_owner: Option<PersonId>,
    /// Number of times the ticket was handed over to another team.
    pub hand_overs: u32,
    /// Number of times the ticket was reopened.
    pub reopenings: u32,

    /// Clocks of what is promised; `None` for tickets from before there were service levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clocks: Option<Clocks>,
    /// What it waits for; `None` unless it is on hold.
    pub hold: Option<Hold>,
    /// Workaround, if one is recorded; the user sees it.
    pub workaround: Option<TextId>,
    /// How it was resolved; `None` before that and once reopened.
    pub resolution: Option<Resolution>,
    /// When it closes by itself; `None` if it does not, or while an answer is unread.
    pub closes_at: Option<Timestamp>,
    /// When it was closed, cancelled or refused; `None` while it is not.
    pub closed_at: Option<Timestamp>,
    /// Until when a closed ticket can be reopened; `None` if it cannot, or is not closed.
    pub reopen_until: Option<Timestamp>,

    /// Catalogue item that a request is for.
    pub item: Option<ItemId>,
    /// Answers to the questions of the item.
    pub fields: Vec<FieldAnswer>,
    /// Evaluation of a request, once there is one.
    pub evaluation: Option<Evaluation>,
    /// Approvers and their approvals; `None` before the evaluation or if none is needed.
    pub approval: Option<Approval>,
    /// Why it was refused or cancelled, or its risk accepted.
    pub reason: Option<TextId>,
    /// State in which it was cancelled; `None` unless it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_in: Option<State>,
    /// What was done to fulfil the request; `None` before that and once reopened.
    pub done: Option<TextId>,
    /// Whether the requester asked to cancel the request after its approval.
    pub cancel_wished: bool,

    /// What it is part of, if it was merged; its state is [`State::Merged`] then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<Box<Merged>>,
    /// Tickets that are part of this one, oldest first, at most
    /// [`crate::tickets::merging::JOINED_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<Joined>,

    /// Comments and notes, oldest first.
    pub comments: Vec<Comment>,
    /// Files, oldest first, without those that were removed.
    pub attachments: Vec<Attachment>,
    /// The part that only agents see; empty in what others get.
    pub internal: Internal,
}

impl Ticket {
    /// Returns the ticket before its first event, for [`crate::tickets::evolve::evolve`] to start
    /// from.
    pub fn unrecorded(id: TicketId) -> Self {
        Self {
            id,
            kind: Kind::Incident,
            state: State::New,
            aliases: Vec::new(),
            subject: TextId::default(),
            description: None,
            affected: PersonId::default(),
            reporter: None,
            watchers: BTreeSet::new(),
            channel: Channel::Portal,
            by_mail: None,
            confidential: false,
            restricted: false,
            recorded_at: Timestamp::default(),
            recorded_by: Who::System,
            noticed_at: None,
            place: None,
            follows: None,
            external: None,
            service: None,
            category: None,
            impact: None,
            urgency: None,
            priority: Priority::Moderate,
            team: None,
            assignee: None,
            first_owner: None,
            hand_overs: 0,
            reopenings: 0,
            clocks: None,
            hold: None,
            workaround: None,
            resolution: None,
            closes_at: None,
            closed_at: None,
            reopen_until: None,
            item: None,
            fields: Vec::new(),
            evaluation: None,
            approval: None,
            reason: None,
            cancelled_in: None,
            done: None,
            cancel_wished: false,
            merged: None,
            joined: Vec::new(),
            comments: Vec::new(),
            attachments: Vec::new(),
            internal: Internal::default(),
        }
    }

    /// Returns its reference: kind and number.
    pub fn reference(&self) -> Reference {
        Reference {
            kind: self.kind,
            id: self.id,
        }
    }

    /// Returns the state that it stood in before the present one, by which its progress is told: the
    /// one that a hold returns to, the one in which it was cancelled, or the one that it has beneath
    /// the ticket that it is part of. `None` for other states.
    pub fn before(&self) -> Option<State> {
        let own = self.merged.as_ref().map(|merged| &merged.own);
        let hold = self.hold.as_ref().or(own.and_then(|own| own.hold.as_ref()));
        let hold = hold.map(|hold| hold.before);
        hold.or(self.cancelled_in).or(own.map(|own| own.state))
    }

    /// Returns its participants: affected user, reporter and watchers, and those of the tickets that
    /// are part of it.
    pub fn participants(&self) -> BTreeSet<PersonId> {
        let mut people = self.own_participants();
        people.extend(self.joined.iter().flat_map(|joined| &joined.people));
        people
    }

    /// Same as [`Ticket::participants`], without those of the tickets that are part of it.
    pub fn own_participants(&self) -> BTreeSet<PersonId> {
        let mut people = self.watchers.clone();
        people.insert(self.affected);
        people.extend(self.reporter);
        people
    }

    /// Returns the texts that describe how it stands now, those for agents included. Comments are
    /// not among them.
    pub fn texts(&self) -> Vec<TextId> {
        let answers = self.fields.iter().filter_map(|answer| match answer.value {
            FieldValue::Text(text) => Some(text),
            _ => None,
        });
        let judged = self.evaluation.as_ref().and_then(|e| e.impact);
        let solved = self.resolution.as_ref().map(|r| r.notes);
        let internal = &self.internal;
        let single = [
            Some(self.subject),
            self.description,
            self.place,
            self.workaround,
            solved,
            judged,
            self.reason,
            self.done,
            internal.cause,
            internal.priority_reason,
        ];
        let single = single.into_iter().flatten();
        single
            .chain(answers)
            .chain(internal.findings.iter().copied())
            .chain(internal.major.iter().flat_map(|major| major.texts()))
            .collect()
    }

    /// Whether `person` is the affected user or the reporter.
    pub fn is_requester(&self, person: PersonId) -> bool {
        self.affected == person || self.reporter == Some(person)
    }

    /// Returns its classification; `None` if service, category, impact or urgency is missing.
    pub fn classification(&self) -> Option<Classification> {
        Some(Classification {
            service: self.service?,
            category: self.category?,
            impact: self.impact?,
            urgency: self.urgency?,
        })
    }

    /// Returns the priority that an agent gave it instead of the matrix's, if any.
    pub fn other_priority(&self) -> Option<Priority> {
        self.internal.priority_reason.map(|_| self.priority)
    }

    /// Whether it belongs in a queue: it is open, or an answer of the user is unread.
    pub fn in_queue(&self) -> bool {
        self.state.in_queue(self.is_unread())
    }

    /// Whether it is a major incident that lasts.
    pub fn is_major(&self) -> bool {
        let major = self.internal.major.as_ref();
        major.is_some_and(|major| major.is_on())
    }

    /// Returns whom at the desk it is for: whether for one team only, and for which. What is part of a
    /// ticket that is for its team only is for that team.
    pub fn scope(&self) -> (bool, Option<TeamId>) {
        match &self.merged {
            Some(merged) if merged.shares.scoped => (true, merged.shares.team),
            _ => (self.is_scoped(), self.team),
        }
    }

    /// Whether only its team may see it, beside its participants and approvers.
    pub fn is_scoped(&self) -> bool {
        self.confidential || self.restricted
    }

    /// Takes away what lies over a ticket that is part of another.
    pub(crate) fn lifted(mut self) -> (Self, Option<Box<Merged>>) {
        let Some(mut merged) = self.merged.take() else {
            return (self, None);
        };
        let own = std::mem::take(&mut merged.own);
        self.state = own.state;
        self.hold = own.hold;
        self.internal.answered_unread = own.answered_unread;
        (self, Some(merged))
    }

    /// Lays it over the ticket, which nobody works on then.
    pub(crate) fn covered(mut self, merged: Option<Box<Merged>>) -> Self {
        let Some(mut merged) = merged else {
            return self;
        };
        merged.own = Own {
            state: std::mem::replace(&mut self.state, State::Merged),
            hold: self.hold.take(),
            answered_unread: std::mem::take(&mut self.internal.answered_unread),
        };
        self.merged = Some(merged);
        self
    }
}
