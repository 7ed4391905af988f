//! What travels between server and browser: views on the way out. (Commands are the way in.)

use crate::directory::{Disruption, Item, Label, Language};
use crate::event::{Envelope, Event};
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
    pub history: Vec<Envelope>,
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
    pub cursor: String,
    pub now: Timestamp,
}

impl TicketPage {
    /// Drops what an event says was removed; the server has done so already.
    pub fn forget(&mut self, event: &Event) {
        let Event::Redacted { what, .. } = event else {
            return;
        };
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

/// What happened to one ticket, as one person may learn of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    pub reference: Reference,
    pub line: Line,
    pub events: Vec<Envelope>,
    pub texts: Texts,
    pub people: People,
}

/// A message of the live stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Live {
    Update(Box<Update>),
    /// No longer for this person's eyes.
    Gone(TicketId),
    /// Too much happened meanwhile: read the page again.
    Reload,
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
    /// Our fault; nothing was changed. The number finds it in the log.
    #[error("internal error")]
    Internal,
    /// The server could not be reached, or did not understand.
    #[error("{0}")]
    Network(String),
}
