//! A ticket as one person sees it, with all that its page needs.

use crate::directory::card::People;
use crate::directory::catalogue::Item;
use crate::directory::choices::Choices;
use crate::kernel::actor::Actor;
use crate::kernel::audience::Viewer;
use crate::kernel::ids::{CategoryId, PersonId, ServiceId};
use crate::kernel::language::Label;
use crate::kernel::prose::{Prose, Texts};
use crate::kernel::reference::Reference;
use crate::kernel::removed::{REMOVED, Removed};
use crate::kernel::time::Timestamp;
use crate::tickets::event::{Envelope, Event};
use crate::tickets::evolve::evolve;
use crate::tickets::facts::Facts;
use crate::tickets::hold::HoldReason;
use crate::tickets::line::Line;
use crate::tickets::resolution::ResolutionCode;
use crate::tickets::ticket::Ticket;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};

/// A ticket as one person sees it, with all that its page needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketPage {
    /// The ticket, reduced to what this person may see.
    pub ticket: Ticket,
    /// In which quality this person sees the ticket.
    pub viewer: Viewer,
    /// This person, with role and teams.
    pub actor: Actor,
    /// One part of the events that this person may see, in order: the last part, unless an earlier
    /// one was asked for. `texts`, `people` and the ticket's files hold only what this part and the
    /// current state of the ticket name.
    pub history: Vec<Envelope>,
    /// Number of entries before this part, among those that this person may see.
    #[serde(default)]
    pub first: usize,
    /// Whether there are entries after this part.
    #[serde(default)]
    pub later: bool,
    /// When something was last removed from the ticket.
    #[serde(default)]
    pub removed_at: Option<Timestamp>,
    /// Texts named by this part and by the ticket as it stands.
    pub texts: Texts,
    /// People named by this part and by the ticket as it stands.
    pub people: People,
    /// Facts for `allowed` and `decide` in the browser; all `None` unless the viewer is an agent.
    pub facts: Facts,
    /// Options of the agents' forms; `None` unless the viewer is an agent.
    pub choices: Option<Choices>,
    /// Catalogue item of a request.
    pub item: Option<Item>,
    /// Name of the service, if any.
    pub service: Option<Label>,
    /// Name of the category, if any.
    pub category: Option<Label>,
    /// Name of the team in charge, if any.
    pub team: Option<Label>,
    /// Other recent tickets of the affected user, newest first; empty unless the viewer is an
    /// agent.
    pub others: Vec<Line>,
    /// The tickets that this one is linked to and this person may see; empty unless the viewer is an
    /// agent.
    #[serde(default)]
    pub linked: Vec<Linked>,
    /// Incidents that were like this one when it was recorded and that this person may see, the most
    /// similar first; empty unless the viewer is an agent.
    #[serde(default)]
    pub similar: Vec<SimilarLine>,
    /// What it is most likely about, if it is not categorised yet; only for agents.
    #[serde(default)]
    pub proposed: Option<ProposedCategory>,
    /// Status of the last bounce, if mail to the affected user bounces; only for agents.
    #[serde(default)]
    pub unreached: Option<String>,
    /// Sealed position in the log at which the page was read; the live stream starts there.
    pub cursor: String,
    /// Time of the server when the page was made.
    pub now: Timestamp,
}

/// A linked ticket, as an agent sees it beside the one that links to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// Kind and number, as they are now.
    pub reference: Reference,
    /// State in the workflow of its kind.
    pub state: State,
    /// What it waits for, if it is on hold.
    pub hold: Option<HoldReason>,
    /// Subject, in one line.
    pub subject: String,
    /// Workaround, if it is a problem that has one.
    pub workaround: Option<Prose>,
    /// The person it affects.
    pub affected: PersonId,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// What an incident is most likely about, from how earlier ones were filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedCategory {
    /// Service of the category.
    pub service: ServiceId,
    /// The category.
    pub category: CategoryId,
    /// How many of a hundred proposals of this kind were right.
    pub sure: u8,
    /// Words of the incident that speak for it; those that say most first.
    pub words: Vec<String>,
}

/// An incident that is like another, as an agent sees it beside the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimilarLine {
    /// Kind and number, as they are now.
    pub reference: Reference,
    /// State in the workflow of its kind.
    pub state: State,
    /// What it waits for, if it is on hold.
    pub hold: Option<HoldReason>,
    /// How it was resolved, if it was.
    pub code: Option<ResolutionCode>,
    /// Subject, in one line.
    pub subject: String,
    /// Words that both have, as the other one writes them; those that say most first.
    pub words: Vec<String>,
    /// Whether both are about the same service.
    pub same_service: bool,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

impl TicketPage {
    /// Whether the event happened before the part that this page carries; the ticket already
    /// includes it then.
    pub fn precedes(&self, envelope: &Envelope) -> bool {
        self.history.first().is_some_and(|first| {
            self.first > 0
                && (envelope.at < first.at
                    || envelope.at == first.at && envelope.command == first.command)
                && !self.history.contains(envelope)
        })
    }

    /// Puts the part that directly precedes this one in front of it; does nothing if `earlier` is
    /// not that part. What was removed meanwhile is not brought back.
    pub fn put_before(&mut self, mut earlier: Self) {
        if earlier.first + earlier.history.len() != self.first {
            return;
        }
        for envelope in &self.history {
            earlier.forget(envelope);
            // Of what was said at a ticket that is part of this one, only the files are this one's.
            let is_own = envelope.ticket == earlier.ticket.id;
            if is_own || matches!(envelope.event, Event::Attached { .. }) {
                earlier.ticket = evolve(earlier.ticket, envelope);
            }
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

    /// Empties the texts and file names on the page that a [`Event::Redacted`] removed; ignores
    /// other events. The server has emptied its own already.
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

/// A decision that somebody took as an approver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The request.
    pub reference: Reference,
    /// Its subject, in one line.
    pub subject: String,
    /// Name of the affected user.
    pub affected: String,
    /// Whether it was approved; refused otherwise.
    pub approved: bool,
    /// When.
    pub at: Timestamp,
    /// State of the request now.
    pub state: State,
}

/// The requests that await somebody's decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approvals {
    /// The first of them, each with all that a decision needs.
    pub pages: Vec<TicketPage>,
    /// Number of further requests that are not in `pages`.
    pub more: usize,
    /// The latest decisions of this person, the latest first, on requests that they may still see.
    #[serde(default)]
    pub decided: Vec<Decided>,
}
