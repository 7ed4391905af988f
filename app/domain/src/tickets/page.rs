//! A ticket as one person sees it, with all that its page needs.

use crate::directory::card::People;
use crate::directory::catalogue::Item;
use crate::directory::choices::Choices;
use crate::kernel::actor::Actor;
use crate::kernel::audience::Viewer;
use crate::kernel::language::Label;
use crate::kernel::prose::{Prose, Texts};
use crate::kernel::removed::{REMOVED, Removed};
use crate::kernel::time::Timestamp;
use crate::tickets::event::{Envelope, Event};
use crate::tickets::evolve::evolve;
use crate::tickets::facts::Facts;
use crate::tickets::line::Line;
use crate::tickets::ticket::Ticket;
use serde::{Deserialize, Serialize};

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
