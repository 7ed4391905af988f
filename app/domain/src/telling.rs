//! Who is told of what happened. What they may not see nobody is told: [`crate::view`] decides.

use crate::directory::Directory;
use crate::event::{Envelope, Event};
use crate::ids::{PersonId, TextId};
use crate::ticket::{Reference, State, Ticket};
use crate::time::Timestamp;
use crate::view::{Audience, Viewer, seen, viewer};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody is told. Each kind can be switched off by whoever does not want it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    // to those it is about
    Recorded,
    /// Somebody wrote to them: a question, an answer, an approver's question.
    Message,
    Held,
    Decided,
    Refused,
    /// Resolved, or fulfilled.
    Resolved,
    Cancelled,
    Closed,
    // to approvers
    ApprovalAsked,
    ApprovalReminded,
    /// Their decision is no longer awaited, without their having taken it.
    ApprovalWithdrawn,
    // to agents
    Assigned,
    HandedOver,
    /// The user wrote, sent a file, reopened it, or wishes to cancel.
    Answered,
    Mentioned,
}

impl Notice {
    pub const ALL: &'static [Self] = &[
        Self::Recorded,
        Self::Message,
        Self::Held,
        Self::Decided,
        Self::Refused,
        Self::Resolved,
        Self::Cancelled,
        Self::Closed,
        Self::ApprovalAsked,
        Self::ApprovalReminded,
        Self::ApprovalWithdrawn,
        Self::Assigned,
        Self::HandedOver,
        Self::Answered,
        Self::Mentioned,
    ];

    /// As it is stored, and stands in forms and Message-IDs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Message => "message",
            Self::Held => "held",
            Self::Decided => "decided",
            Self::Refused => "refused",
            Self::Resolved => "resolved",
            Self::Cancelled => "cancelled",
            Self::Closed => "closed",
            Self::ApprovalAsked => "approval_asked",
            Self::ApprovalReminded => "approval_reminded",
            Self::ApprovalWithdrawn => "approval_withdrawn",
            Self::Assigned => "assigned",
            Self::HandedOver => "handed_over",
            Self::Answered => "answered",
            Self::Mentioned => "mentioned",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|notice| notice.name() == name)
    }

    /// Told to agents for their work, not to those the ticket is about.
    pub const fn is_for_agents(self) -> bool {
        matches!(
            self,
            Self::Assigned | Self::HandedOver | Self::Answered | Self::Mentioned
        )
    }
}

/// What can be switched on and off: the kinds of notices, and tickets that one only watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Topic {
    Notice(Notice),
    /// Tickets of others, watched: this counts beside the kind of notice.
    Watched,
}

impl Topic {
    pub fn all() -> impl Iterator<Item = Self> {
        let notices = Notice::ALL.iter().map(|notice| Self::Notice(*notice));
        notices.chain([Self::Watched])
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Notice(notice) => notice.name(),
            Self::Watched => "watched",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|topic| topic.name() == name)
    }

    /// How it is told to whoever has not chosen.
    pub const fn delivered(self) -> Channels {
        Channels {
            app: true,
            // Watching is looked at; mail about it is asked for.
            mail: !matches!(self, Self::Watched),
        }
    }
}

impl From<Topic> for String {
    fn from(topic: Topic) -> Self {
        topic.name().into()
    }
}

impl TryFrom<String> for Topic {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::from_name(&name).ok_or(name)
    }
}

/// By which ways somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channels {
    /// In the application, under the bell.
    pub app: bool,
    pub mail: bool,
}

/// What somebody chose, where it is not as delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes(pub BTreeMap<Topic, Channels>);

impl Wishes {
    pub fn channels(&self, topic: Topic) -> Channels {
        self.0
            .get(&topic)
            .copied()
            .unwrap_or_else(|| topic.delivered())
    }

    /// The ways on which this is told.
    pub fn of(&self, telling: &Telling) -> Channels {
        let kind = self.channels(Topic::Notice(telling.notice));
        let watched = if telling.watching {
            self.channels(Topic::Watched)
        } else {
            Channels {
                app: true,
                mail: true,
            }
        };
        Channels {
            app: kind.app && watched.app && !telling.own,
            mail: kind.mail && watched.mail,
        }
    }
}

/// One person to be told of one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    pub person: PersonId,
    pub notice: Notice,
    /// They have no other part in the ticket than watching it.
    pub watching: bool,
    /// They did it themselves: the receipt for what they reported, and nothing else.
    pub own: bool,
}

/// A notification as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLine {
    /// Opaque: by what it is marked as read.
    pub id: String,
    pub notice: Notice,
    pub reference: Reference,
    /// Nothing where the ticket is no longer for this person's eyes.
    pub subject: Option<String>,
    /// Who did it; nothing where time did.
    pub by: Option<String>,
    pub at: Timestamp,
    pub read: bool,
    /// It is read at the desk rather than on the portal.
    pub at_the_desk: bool,
}

/// Somebody's notifications, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notices {
    pub lines: Vec<NoticeLine>,
    /// Opaque: where the next page begins.
    pub next: Option<String>,
    pub unread: i64,
    /// Where to follow from.
    pub cursor: String,
}

/// Everybody who is told of an event, each once. `before` and `after` are the ticket around it,
/// `said` is what was written, where that is a comment or note.
///
/// Nobody is told of what they did, but for the receipt of a report; nobody of what they may not
/// see, but that their decision is no longer awaited, of which no more is said than that.
pub fn told(
    before: &Ticket,
    after: &Ticket,
    envelope: &Envelope,
    said: Option<&str>,
    directory: &Directory,
) -> Vec<Telling> {
    let mut tellings: BTreeMap<PersonId, Notice> = BTreeMap::new();
    let mut tell = |people: BTreeSet<PersonId>, notice| {
        for person in people {
            tellings.entry(person).or_insert(notice);
        }
    };
    // The most particular first: everybody is told once.
    if matches!(envelope.event, Event::Commented { .. }) {
        tell(
            mentioned(said.unwrap_or_default(), directory),
            Notice::Mentioned,
        );
    }
    let (awaited, awaits) = (awaited(before), awaited(after));
    if matches!(envelope.event, Event::Evaluated { .. }) {
        tell(awaits.clone(), Notice::ApprovalAsked);
    }
    tell(&awaited - &awaits, Notice::ApprovalWithdrawn);
    for (people, notice) in for_agents(before, after, envelope, directory) {
        tell(people, notice);
    }
    if let Some(notice) = for_participants(before, after, envelope) {
        tell(after.participants(), notice);
    }
    let by = envelope.by.person();
    tellings
        .into_iter()
        .map(|(person, notice)| Telling {
            person,
            notice,
            watching: watches(after, person, notice),
            own: Some(person) == by,
        })
        .filter(|telling| !telling.own || telling.notice == Notice::Recorded)
        .filter(|telling| may_learn(before, after, envelope, telling, directory))
        .collect()
}

/// The text of an event that goes out with the notice of it: what was said to those it is about.
/// What agents write among themselves never does.
pub fn quoted(event: &Event) -> Option<TextId> {
    match event {
        Event::Recorded(recorded) => recorded.description,
        Event::Commented { text, audience, .. } => (*audience != Audience::Agents).then_some(*text),
        Event::AskedBack { question } => Some(*question),
        Event::Held { note, .. } => *note,
        Event::Approved { comment, .. } => *comment,
        Event::Refused { reason, .. }
        | Event::Reopened { reason, .. }
        | Event::CancelWished { reason } => Some(*reason),
        Event::Evaluated { reason, .. }
        | Event::Cancelled { reason, .. }
        | Event::Closed { reason, .. } => *reason,
        Event::Resolved { resolution, .. } => Some(resolution.notes),
        Event::ResolvedAtFirstContact(first) => Some(first.resolution.notes),
        Event::Fulfilled { done, .. } => Some(*done),
        _ => None,
    }
}

/// Those who are to be reminded that their decision is awaited, though nothing happened.
pub fn reminded(ticket: &Ticket, directory: &Directory) -> Vec<Telling> {
    let open = ticket.approval.as_ref().filter(|a| !a.asked_back);
    let people = open.map(|_| awaited(ticket)).unwrap_or_default();
    people
        .into_iter()
        .filter(|person| directory.people.get(person).is_some_and(|p| p.active))
        .map(|person| Telling {
            person,
            notice: Notice::ApprovalReminded,
            watching: false,
            own: false,
        })
        .collect()
}

/// Whose decision is awaited.
fn awaited(ticket: &Ticket) -> BTreeSet<PersonId> {
    match &ticket.approval {
        Some(approval) if ticket.state == State::AwaitingApproval => approval.pending().collect(),
        _ => BTreeSet::new(),
    }
}

/// Whoever works on it: its assignee, or the team as long as there is none.
fn in_charge(ticket: &Ticket, directory: &Directory) -> BTreeSet<PersonId> {
    match (ticket.assignee, ticket.team) {
        (Some(assignee), _) => BTreeSet::from([assignee]),
        (None, Some(team)) => directory
            .agents()
            .filter(|agent| agent.teams.contains(&team))
            .map(|agent| agent.id)
            .collect(),
        (None, None) => BTreeSet::new(),
    }
}

/// Written by the desk, not by one of those it is about.
fn from_the_desk(ticket: &Ticket, envelope: &Envelope, directory: &Directory) -> bool {
    let Some(person) = envelope.by.person() else {
        return true;
    };
    let actor = directory.people.get(&person).map(|person| person.actor());
    !ticket.is_requester(person)
        && actor.is_some_and(|actor| viewer(ticket, &actor) == Some(Viewer::Agent))
}

fn for_agents(
    before: &Ticket,
    after: &Ticket,
    envelope: &Envelope,
    directory: &Directory,
) -> Vec<(BTreeSet<PersonId>, Notice)> {
    let from_user = !from_the_desk(after, envelope, directory);
    let assignee: BTreeSet<PersonId> = after.assignee.into_iter().collect();
    let answered = |yes: bool| {
        let people = if yes {
            in_charge(after, directory)
        } else {
            BTreeSet::new()
        };
        vec![(people, Notice::Answered)]
    };
    match &envelope.event {
        Event::Assigned { to } => vec![(BTreeSet::from([*to]), Notice::Assigned)],
        Event::HandedOver { .. } => vec![(in_charge(after, directory), Notice::HandedOver)],
        Event::Commented { audience, .. } if from_user && *audience != Audience::Agents => {
            let asked = |ticket: &Ticket| ticket.approval.as_ref().is_some_and(|a| a.asked_back);
            let mut people = answered(true);
            if asked(before) && !asked(after) {
                people.push((awaited(after), Notice::Answered));
            }
            people
        }
        Event::Attached { .. } | Event::Reopened { .. } | Event::CancelWished { .. } => {
            answered(from_user)
        }
        // Who works on it learns that they may go on, or may stop.
        Event::Approved {
            to: State::Approved,
            ..
        } => vec![(assignee, Notice::Decided)],
        Event::Refused { .. } => vec![(assignee, Notice::Refused)],
        Event::Cancelled { .. } => vec![(assignee, Notice::Cancelled)],
        _ => Vec::new(),
    }
}

/// What those it is about are told of an event.
fn for_participants(before: &Ticket, after: &Ticket, envelope: &Envelope) -> Option<Notice> {
    let decided = before.state == State::AwaitingApproval && after.state == State::Approved;
    match &envelope.event {
        Event::Recorded(_) => Some(Notice::Recorded),
        Event::Commented { audience, .. } => {
            (*audience != Audience::Agents).then_some(Notice::Message)
        }
        Event::AskedBack { .. } => Some(Notice::Message),
        Event::Held { .. } => Some(Notice::Held),
        Event::Evaluated {
            to: State::Refused, ..
        }
        | Event::Refused { .. } => Some(Notice::Refused),
        Event::Approved { .. } | Event::Evaluated { .. } => decided.then_some(Notice::Decided),
        Event::Resolved { .. } | Event::ResolvedAtFirstContact(_) | Event::Fulfilled { .. } => {
            Some(Notice::Resolved)
        }
        Event::Cancelled { .. } => Some(Notice::Cancelled),
        Event::Confirmed { .. } | Event::Closed { .. } => Some(Notice::Closed),
        _ => None,
    }
}

/// Told because they watch it, and for nothing else.
fn watches(ticket: &Ticket, person: PersonId, notice: Notice) -> bool {
    ticket.watchers.contains(&person)
        && !ticket.is_requester(person)
        && ticket.assignee != Some(person)
        && !notice.is_for_agents()
        && !matches!(notice, Notice::ApprovalAsked | Notice::ApprovalWithdrawn)
}

fn may_learn(
    before: &Ticket,
    after: &Ticket,
    envelope: &Envelope,
    telling: &Telling,
    directory: &Directory,
) -> bool {
    let person = directory.people.get(&telling.person).filter(|p| p.active);
    let Some(actor) = person.map(|person| person.actor()) else {
        return false;
    };
    if telling.notice == Notice::ApprovalWithdrawn {
        return viewer(before, &actor).is_some();
    }
    viewer(after, &actor).is_some_and(|quality| seen(envelope, quality).is_some())
}

/// The people whom a text names as `@` and the part of their address before its own @, as in
/// `@nadia.benali`. An address within the text names nobody.
pub fn mentioned(text: &str, directory: &Directory) -> BTreeSet<PersonId> {
    let names = mentions(text);
    if names.is_empty() {
        return BTreeSet::new();
    }
    directory
        .people
        .values()
        .filter(|person| person.active)
        .filter(|person| {
            let local = person.email.as_deref().and_then(|e| e.split_once('@'));
            local.is_some_and(|(local, _)| names.contains(&local.to_lowercase()))
        })
        .map(|person| person.id)
        .collect()
}

fn mentions(text: &str) -> BTreeSet<String> {
    let in_name = |c: char| c.is_alphanumeric() || "._-+".contains(c);
    let mut names = BTreeSet::new();
    let mut rest = text;
    let mut previous = None;
    while let Some(at) = rest.find('@') {
        let before = rest[..at].chars().next_back().or(previous);
        let after = &rest[at + 1..];
        let name: String = after.chars().take_while(|c| in_name(*c)).collect();
        let follows = after[name.len()..].chars().next();
        // The end of a sentence is no part of a name.
        let trimmed = name.trim_end_matches(['.', '-', '_', '+']);
        if !before.is_some_and(in_name) && follows != Some('@') && !trimmed.is_empty() {
            names.insert(trimmed.to_lowercase());
        }
        previous = Some('@');
        rest = after;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_an_at_and_the_first_part_of_an_address() {
        let named = |text: &str| mentions(text).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(
            named("@nadia.benali, vois-tu ? (@Omar)"),
            "nadia.benali omar"
        );
        assert_eq!(named("Merci @nadia.benali."), "nadia.benali");
        assert_eq!(
            named("écrire à nadia@exemple.fr ou @x@y, @ seul, @. non"),
            ""
        );
        assert_eq!(named("rien"), "");
    }

    #[test]
    fn every_topic_reads_back() {
        for topic in Topic::all() {
            assert_eq!(Topic::from_name(topic.name()), Some(topic));
        }
        assert_eq!(Topic::from_name("nothing"), None);
    }
}
