//! A ticket: the fold of its events, and the words it is made of.

use crate::ids::*;
use crate::letter::Proof;
use crate::priority::{Impact, Priority, Urgency};
use crate::time::Timestamp;
use crate::view::Audience;
pub use crate::workflow::{Kind, State};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// What people call a ticket: INC-1042.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Reference {
    pub kind: Kind,
    pub id: TicketId,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.prefix(), self.id)
    }
}

/// Not of the form INC-1042, REQ-317 or PRB-12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reference")]
pub struct NotAReference;

impl FromStr for Reference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let (prefix, number) = text.trim().split_once('-').ok_or(NotAReference)?;
        let kind = Kind::ALL
            .iter()
            .find(|kind| kind.prefix().eq_ignore_ascii_case(prefix))
            .ok_or(NotAReference)?;
        let id: i64 = number.parse().map_err(|_| NotAReference)?;
        // `parse` would also take a sign.
        if id < 1 || number.starts_with('+') {
            return Err(NotAReference);
        }
        Ok(Self {
            kind: *kind,
            id: TicketId(id),
        })
    }
}

/// Who did something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    Person(PersonId),
    /// The desk itself: a date that passed, a setting at work.
    #[default]
    System,
}

impl Who {
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(*person),
            Self::System => None,
        }
    }
}

/// How a ticket reached the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    #[default]
    Portal,
    Phone,
    Email,
    InPerson,
    Chat,
    Monitoring,
}

impl Channel {
    pub const ALL: &'static [Self] = &[
        Self::Portal,
        Self::Phone,
        Self::Email,
        Self::InPerson,
        Self::Chat,
        Self::Monitoring,
    ];
}

/// Where an incident belongs and how pressing it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classification {
    pub service: ServiceId,
    pub category: CategoryId,
    pub impact: Impact,
    pub urgency: Urgency,
}

/// What a ticket on hold waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    User,
    Vendor,
    Change,
    Problem,
}

impl HoldReason {
    pub const ALL: &'static [Self] = &[Self::User, Self::Vendor, Self::Change, Self::Problem];
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub reason: HoldReason,
    pub until: Option<Timestamp>,
    /// The state to return to.
    pub before: State,
}

/// For now, or for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permanence {
    Workaround,
    Permanent,
}

impl Permanence {
    pub const ALL: &'static [Self] = &[Self::Permanent, Self::Workaround];
}

/// What kind of act put it right (ITIL: resolution code).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionCode {
    Configuration,
    SoftwareFix,
    HardwareReplaced,
    AccessRestored,
    UserGuidance,
    VendorFix,
    NotReproducible,
    Duplicate,
    Other,
}

impl ResolutionCode {
    pub const ALL: &'static [Self] = &[
        Self::Configuration,
        Self::SoftwareFix,
        Self::HardwareReplaced,
        Self::AccessRestored,
        Self::UserGuidance,
        Self::VendorFix,
        Self::NotReproducible,
        Self::Duplicate,
        Self::Other,
    ];
}

/// How a ticket was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    pub permanence: Permanence,
    pub code: ResolutionCode,
    pub notes: TextId,
    /// Solved by whoever heard of it first, without passing it on.
    pub first_contact: bool,
    /// The root cause is known; otherwise the text beside it says why not.
    pub cause_known: bool,
    pub at: Timestamp,
}

/// An answer to a field of a catalogue item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldAnswer {
    pub field: String,
    pub value: FieldValue,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    Text(TextId),
    Choice(String),
    Number(i64),
    /// ISO 8601.
    Date(String),
}

/// An amount of money in hundredths of the desk's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

/// Feasibility, cost and impact of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    pub feasible: bool,
    pub cost: Option<Cents>,
    pub impact: Option<TextId>,
    /// Carried by the catalogue item rather than written for this request.
    pub standard: bool,
}

/// Whose word is awaited on a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub rule: ApprovalRule,
    pub approvers: BTreeSet<PersonId>,
    pub approved_by: BTreeSet<PersonId>,
    /// A question to the user is open.
    pub asked_back: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalRule {
    OneOf,
    All,
}

impl Approval {
    /// Those whose decision is still awaited.
    pub fn pending(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.approvers.difference(&self.approved_by).copied()
    }

    pub fn is_complete(&self) -> bool {
        match self.rule {
            ApprovalRule::OneOf => !self.approved_by.is_empty(),
            ApprovalRule::All => self.approved_by.is_superset(&self.approvers),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub file: FileId,
    /// As the user's machine called it: shown, never used as a path.
    pub name: String,
    /// Found by looking at the bytes.
    pub media_type: String,
    pub size: i64,
    pub audience: Audience,
}

/// Pictures that every browser shows.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

impl Attachment {
    /// Whether it can be looked at where it is named.
    pub fn is_picture(&self) -> bool {
        PICTURES.contains(&self.media_type.as_str())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    pub text: TextId,
    pub by: Who,
    pub at: Timestamp,
    pub audience: Audience,
}

/// What stands in place of a text that was removed, in every language.
pub const REMOVED: &str = "[…]";

/// Something that is emptied for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Removed {
    Text(TextId),
    /// The bytes of a file and its name.
    File(FileId),
    /// Every text and file there is at that moment.
    All,
}

/// What a link means, read from this ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    RelatedTo,
    CausedBy,
    Causes,
    DuplicateOf,
    FollowsUp,
}

impl Relation {
    pub const ALL: &'static [Self] = &[
        Self::RelatedTo,
        Self::CausedBy,
        Self::Causes,
        Self::DuplicateOf,
        Self::FollowsUp,
    ];
}

impl Relation {
    /// The same link, read from the other ticket.
    pub const fn inverse(self) -> Self {
        match self {
            Self::CausedBy => Self::Causes,
            Self::Causes => Self::CausedBy,
            Self::RelatedTo | Self::DuplicateOf | Self::FollowsUp => Self::RelatedTo,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    pub to: Reference,
    pub relation: Relation,
}

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
    /// It came as a letter, and this is how sure the desk was of who wrote it.
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
        self.state.is_open() || self.internal.answered_unread
    }

    /// Only its team may see it, beside those it is for.
    pub fn is_scoped(&self) -> bool {
        self.confidential || self.restricted
    }
}
