//! What travels between server and browser: views on the way out. (Commands are the way in.)

use crate::absence::Absence;
use crate::audit::{Deed, Origin, Purpose, Topic};
use crate::directory::{Disruption, Item, Label, Language};
use crate::event::{Envelope, Event};
use crate::evolve;
use crate::facts::{Actor, Facts};
use crate::ids::*;
use crate::priority::Matrix;
use crate::summary::Summary;
use crate::ticket::{Kind, REMOVED, Reference, Removed, State, Ticket};
use crate::time::{Timestamp, Zone};
use crate::view::Viewer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who is signed in, as the shell of every page needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub person: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub actor: Actor,
    pub language: Option<Language>,
    pub zone: Zone,
    /// Requests that await this person's decision.
    pub approvals: i64,
    /// Notifications not read yet.
    pub unread: i64,
}

/// A text, as it was written and as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose {
    pub body: String,
    /// Markdown rendered and sanitised by the server.
    pub html: String,
}

impl Prose {
    fn removed() -> Self {
        Self {
            body: REMOVED.into(),
            html: format!("<p>{REMOVED}</p>"),
        }
    }

    pub fn is_removed(&self) -> bool {
        self.body == REMOVED
    }
}

pub type Texts = BTreeMap<TextId, Prose>;

/// What is said of a person beside a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub department: Option<Label>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<Absence>,
}

pub type People = BTreeMap<PersonId, Card>;

/// A line of a list, with the names it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub summary: Summary,
    pub affected: String,
    pub assignee: Option<String>,
    pub service: Option<Label>,
    pub item: Option<Label>,
}

/// The standing views of the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    Unassigned,
    #[default]
    MyTeams,
    Mine,
    OnHold,
    ToEvaluate,
    Open,
    Done,
    All,
}

impl View {
    pub const ALL: &'static [Self] = &[
        Self::Unassigned,
        Self::MyTeams,
        Self::Mine,
        Self::OnHold,
        Self::ToEvaluate,
        Self::Open,
        Self::Done,
        Self::All,
    ];

    /// As it stands in addresses.
    pub fn name(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// What the queue shows, as its address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueQuery {
    pub view: View,
    pub kind: Option<Kind>,
    pub state: Option<State>,
    pub priority: Option<crate::priority::Priority>,
    pub service: Option<ServiceId>,
    pub team: Option<TeamId>,
    pub assignee: Option<PersonId>,
    pub answered: bool,
    pub text: String,
    /// Opaque: where the page begins.
    pub after: Option<String>,
}

/// A page of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    pub lines: Vec<Line>,
    pub next: Option<String>,
    pub cursor: String,
    pub counts: BTreeMap<String, i64>,
    pub choices: Choices,
}

/// What the forms of the desk offer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    pub services: Vec<(ServiceId, Label)>,
    /// Service, category, name.
    pub categories: Vec<(ServiceId, CategoryId, Label)>,
    pub teams: Vec<(TeamId, Label)>,
    pub agents: Vec<(PersonId, String)>,
    pub items: Vec<(ItemId, Label)>,
    pub matrix: Matrix,
}

/// A ticket as one person sees it, with all that its page needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketPage {
    pub ticket: Ticket,
    pub viewer: Viewer,
    pub actor: Actor,
    /// A part of what this person may see of what happened, in order: the last one, unless an
    /// earlier one was asked for. Of texts, people and files only those it names are there, and
    /// those of the ticket as it stands.
    pub history: Vec<Envelope>,
    /// How many entries come before this part, of those that this person may see.
    #[serde(default)]
    pub first: usize,
    /// More happened after this part.
    #[serde(default)]
    pub later: bool,
    /// When something was last removed.
    #[serde(default)]
    pub removed_at: Option<Timestamp>,
    pub texts: Texts,
    pub people: People,
    pub facts: Facts,
    pub choices: Option<Choices>,
    pub item: Option<Item>,
    pub service: Option<Label>,
    pub category: Option<Label>,
    pub team: Option<Label>,
    /// For agents: what else this person reported of late.
    pub others: Vec<Line>,
    /// For agents: mail to this person comes back, with the status that their server gave.
    #[serde(default)]
    pub unreached: Option<String>,
    pub cursor: String,
    pub now: Timestamp,
}

impl TicketPage {
    /// What happened before the part that this page carries; its ticket knows of it.
    pub fn precedes(&self, envelope: &Envelope) -> bool {
        self.history.first().is_some_and(|first| {
            self.first > 0
                && (envelope.at < first.at
                    || envelope.at == first.at && envelope.command == first.command)
                && !self.history.contains(envelope)
        })
    }

    /// Puts the part that comes right before this one in front of it. What was removed meanwhile
    /// is not brought back.
    pub fn put_before(&mut self, mut earlier: Self) {
        if earlier.first + earlier.history.len() != self.first {
            return;
        }
        for envelope in &self.history {
            earlier.forget(envelope);
            earlier.ticket = evolve(earlier.ticket, envelope);
        }
        let mut files = earlier.ticket.attachments;
        let named = |file| {
            let names = |e: &Envelope| matches!(&e.event, Event::Attached { attachment, .. } if attachment.file == file);
            earlier.history.iter().any(names)
        };
        files
            .retain(|a| named(a.file) && !self.ticket.attachments.iter().any(|b| a.file == b.file));
        files.append(&mut self.ticket.attachments);
        self.ticket.attachments = files;
        earlier.history.append(&mut self.history);
        self.history = earlier.history;
        self.first = earlier.first;
        for (id, prose) in earlier.texts {
            self.texts.entry(id).or_insert(prose);
        }
        for (id, card) in earlier.people {
            self.people.entry(id).or_insert(card);
        }
    }

    /// Drops what an event says was removed; the server has done so already.
    pub fn forget(&mut self, envelope: &Envelope) {
        let Event::Redacted { what, .. } = &envelope.event else {
            return;
        };
        self.removed_at = Some(envelope.at);
        for (id, prose) in &mut self.texts {
            if matches!(what, Removed::All) || *what == Removed::Text(*id) {
                *prose = Prose::removed();
            }
        }
        for envelope in &mut self.history {
            if let Event::Attached { attachment, .. } = &mut envelope.event
                && (matches!(what, Removed::All) || *what == Removed::File(attachment.file))
            {
                attachment.name = REMOVED.into();
            }
        }
    }
}

/// The requests that await somebody's decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approvals {
    pub pages: Vec<TicketPage>,
    /// How many more there are than stand on one page.
    pub more: usize,
}

/// What happened to one ticket, as one person may learn of it. Its events may be something that
/// they are still to be read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update<Events = Vec<Envelope>> {
    pub reference: Reference,
    pub line: Line,
    pub events: Events,
    pub texts: Texts,
    pub people: People,
}

impl<Events> Update<Events> {
    /// The same with events that are made of these.
    ///
    /// # Errors
    /// What `read` says.
    pub fn read<Read, E>(
        self,
        read: impl FnOnce(Events) -> Result<Read, E>,
    ) -> Result<Update<Read>, E> {
        Ok(Update {
            reference: self.reference,
            line: self.line,
            events: read(self.events)?,
            texts: self.texts,
            people: self.people,
        })
    }
}

/// A message of the live stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Live<Events = Vec<Envelope>> {
    Update(Box<Update<Events>>),
    /// No longer for this person's eyes.
    Gone(TicketId),
    /// Too much happened meanwhile: read the page again.
    Reload,
    /// So many notifications of this person are unread now.
    Unread(i64),
}

/// A letter that did not go out yet, as administrators see it. What it says stays in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterLine {
    pub key: String,
    pub to: String,
    /// What it is about: a notice, or a letter that concerns no ticket.
    pub kind: String,
    pub reference: Option<Reference>,
    pub at: Timestamp,
    pub tries: i64,
    pub error: Option<String>,
    /// When it is tried next.
    pub due: Option<Timestamp>,
    /// When it was given up.
    pub failed_at: Option<Timestamp>,
}

/// The outbox, as administrators see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    pub waiting: i64,
    pub failed: i64,
    pub letters: Vec<LetterLine>,
}

/// The portal's first page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub disruptions: Vec<Disruption>,
    pub open: Vec<Line>,
    pub cursor: String,
}

/// A person found while a call is entered, with their last tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub card: Card,
    pub last: Vec<Line>,
}

/// What the audit page is narrowed to, as its address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    /// Who did it, or whom it concerns.
    pub who: Option<PersonId>,
    pub topic: Option<Topic>,
    /// Days as the reader's zone has them, both included (ISO 8601).
    pub since: String,
    pub until: String,
    /// An address of the network.
    pub address: String,
    /// Opaque: where the page begins.
    pub after: Option<String>,
}

/// A page of the audit log, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    pub lines: Vec<AuditLine>,
    pub next: Option<String>,
    /// Everybody there is to choose from.
    pub people: Vec<(PersonId, String)>,
}

/// One line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    pub at: Timestamp,
    /// Nobody: the program itself, or somebody who was not let in.
    pub by: Option<(PersonId, String)>,
    pub what: Audited,
    pub origin: Option<Origin>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audited {
    /// Something about an account; nobody's where the person is not known.
    Deed(Deed, Option<(PersonId, String)>),
    /// Something administrators set up.
    Saved(Saved),
}

/// An entry that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Its stream.
    pub kind: String,
    pub id: i64,
    pub name: Label,
    pub new: bool,
    pub changes: Vec<FieldChange>,
}

/// A field that another value was given. No value where it cannot be said in a few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// As the log calls it; a cell of the priority matrix is `matrix`, a row and a column.
    pub field: String,
    pub from: Option<Vec<Label>>,
    pub to: Option<Vec<Label>>,
}

/// How somebody proves who they are, as they see it themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyAccess {
    pub factor: FactorState,
    pub sessions: Vec<SessionLine>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorState {
    /// Since when a second factor counts, if one does.
    pub since: Option<Timestamp>,
    pub recovery_codes: i64,
    /// The role wants one.
    pub must: bool,
    /// One that a first code has yet to confirm.
    pub offered: Option<Enrolment>,
}

/// A browser that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    /// What it is ended by.
    pub id: String,
    pub origin: Origin,
    pub created_at: Timestamp,
    /// To within a few minutes.
    pub used_at: Timestamp,
    pub current: bool,
}

/// What an authenticator needs to be set up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Base32 (RFC 4648), in groups of four.
    pub secret: String,
    /// As `otpauth://totp/…`.
    pub uri: String,
    /// The same as a QR code (ISO/IEC 18004): modules on a side, and the dark ones as an SVG path.
    pub side: usize,
    pub path: String,
}

/// How somebody signs in, as administrators see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAccess {
    pub password: bool,
    pub factor_since: Option<Timestamp>,
    pub recovery_codes: i64,
    pub sessions: Vec<SessionLine>,
}

/// What the server shows once and keeps nowhere, on the page that answers a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub enrolment: Option<Enrolment>,
    pub recovery_codes: Vec<String>,
    /// The link that the page's own address is, while it is good.
    pub link: Option<LinkShown>,
}

/// What whoever holds a link that works once may know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkShown {
    pub purpose: Purpose,
    pub name: String,
    /// Where it was sent, and what it proves.
    pub email: String,
}

/// When somebody is away, as a form says it: dates in ISO 8601, and the address of whoever decides
/// instead of them. Empty where they are not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAbsence {
    pub from: String,
    pub until: String,
    pub substitute: String,
}

/// What is open for a person, a team, a service or an item of the catalogue, of what whoever asks
/// may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenWork {
    /// Tickets in queues.
    pub tickets: i64,
    /// Decisions that are awaited.
    pub approvals: i64,
}

/// Why a server function did not do what was asked, for people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    #[error("refused: {0}")]
    Refused(crate::refusal::Refusal),
    #[error("not found")]
    NotFound,
    #[error("not allowed")]
    Forbidden,
    #[error("not signed in")]
    SignedOut,
    #[error("wrong e-mail or password")]
    WrongPassword,
    /// Seconds to wait.
    #[error("too many attempts")]
    Throttled(i64),
    #[error("too large")]
    TooLarge,
    /// The same form was sent before and carried out, with another content: on that ticket, where it
    /// was one. Nothing of this was.
    #[error("sent before with another content")]
    Reused(Option<Reference>),
    /// The server cannot write at this moment: no room is left, or its disk fails. Nothing was
    /// changed.
    #[error("no room")]
    NoRoom,
    /// Our fault; nothing was changed. The number finds it in the log.
    #[error("internal error")]
    Internal,
    /// The page and the server no longer speak of the same things: one of them is newer.
    #[error("{0}")]
    Outdated(String),
    /// The server could not be reached.
    #[error("{0}")]
    Network(String),
}
