//! A ticket: the fold of its events, and the words it is made of.

use crate::kernel::actor::Who;
use crate::kernel::ids::{CategoryId, ItemId, PersonId, ServiceId, TeamId, TextId, TicketId};
use crate::kernel::priority::{Impact, Priority, Urgency};
use crate::kernel::proof::Proof;
use crate::kernel::reference::{Kind, Reference};
use crate::kernel::time::Timestamp;
use crate::tickets::approval::Approval;
use crate::tickets::attachment::Attachment;
use crate::tickets::channel::Channel;
use crate::tickets::classification::Classification;
use crate::tickets::comment::Comment;
use crate::tickets::evaluation::{Evaluation, FieldAnswer, FieldValue};
use crate::tickets::hold::Hold;
use crate::tickets::link::Link;
use crate::tickets::resolution::Resolution;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What only agents see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Internal {
    pub findings: Vec<TextId>,
    pub cause: Option<TextId>,
    /// The text in `cause` says why there is none.
    #[serde(default)]
    pub cause_unknown: bool,
    pub priority_reason: Option<TextId>,
    pub links: BTreeSet<Link>,
    /// The user wrote, and nobody has read it yet.
    pub answered_unread: bool,
}

/// A ticket of any kind as it stands after some of its events.
/// Watchers of a ticket at most: each is written to of all that happens.
pub const WATCHERS_MAX: usize = 100;

/// Links of a ticket at most: each is shown with it.
pub const LINKS_MAX: usize = 500;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    pub id: TicketId,
    pub kind: Kind,
    pub state: State,
    /// What it was called before its kind changed.
    pub aliases: Vec<Reference>,
    pub subject: TextId,
    pub description: Option<TextId>,
    pub affected: PersonId,
    /// Who told the desk, where that was somebody else.
    pub reporter: Option<PersonId>,
    pub watchers: BTreeSet<PersonId>,
    pub channel: Channel,
    /// It came as a message, and this is how sure the desk was of who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_mail: Option<Proof>,
    pub confidential: bool,
    /// Belongs to a service that only its own team sees.
    pub restricted: bool,
    pub recorded_at: Timestamp,
    pub recorded_by: Who,
    pub noticed_at: Option<Timestamp>,
    /// The ticket this one takes up again.
    pub follows: Option<Reference>,
    /// What another program called it.
    pub external: Option<String>,

    pub service: Option<ServiceId>,
    pub category: Option<CategoryId>,
    pub impact: Option<Impact>,
    pub urgency: Option<Urgency>,
    pub priority: Priority,

    pub team: Option<TeamId>,
    pub assignee: Option<PersonId>,
    pub first_owner: Option<PersonId>,
    pub hand_overs: u32,
    pub reopenings: u32,

    pub hold: Option<Hold>,
    pub workaround: Option<TextId>,
    pub resolution: Option<Resolution>,
    /// When it closes by itself, unless somebody speaks.
    pub closes_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub reopen_until: Option<Timestamp>,

    pub item: Option<ItemId>,
    pub fields: Vec<FieldAnswer>,
    pub evaluation: Option<Evaluation>,
    pub approval: Option<Approval>,
    /// Why it was refused or cancelled.
    pub reason: Option<TextId>,
    pub done: Option<TextId>,
    /// The user asked to stop after the approval.
    pub cancel_wished: bool,

    pub comments: Vec<Comment>,
    pub attachments: Vec<Attachment>,
    pub internal: Internal,
}

impl Ticket {
    /// Before its first event.
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
            done: None,
            cancel_wished: false,
            comments: Vec::new(),
            attachments: Vec::new(),
            internal: Internal::default(),
        }
    }

    pub fn reference(&self) -> Reference {
        Reference {
            kind: self.kind,
            id: self.id,
        }
    }

    /// Everyone the ticket is about or for.
    pub fn participants(&self) -> BTreeSet<PersonId> {
        let mut people = self.watchers.clone();
        people.insert(self.affected);
        people.extend(self.reporter);
        people
    }

    /// The texts that say how it stands. What was said in comments is none of them.
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
            .collect()
    }

    /// The affected user or whoever reported for them.
    pub fn is_requester(&self, person: PersonId) -> bool {
        self.affected == person || self.reporter == Some(person)
    }

    /// Categorised: all that a category says is known.
    pub fn classification(&self) -> Option<Classification> {
        Some(Classification {
            service: self.service?,
            category: self.category?,
            impact: self.impact?,
            urgency: self.urgency?,
        })
    }

    /// The priority that somebody gave it instead of the matrix's.
    pub fn other_priority(&self) -> Option<Priority> {
        self.internal.priority_reason.map(|_| self.priority)
    }

    /// Somebody at the desk has something to do: it is open, or an answer is there that nobody has
    /// read.
    pub fn in_queue(&self) -> bool {
        self.state.in_queue(self.internal.answered_unread)
    }

    /// Only its team may see it, beside those it is for.
    pub fn is_scoped(&self) -> bool {
        self.confidential || self.restricted
    }
}
