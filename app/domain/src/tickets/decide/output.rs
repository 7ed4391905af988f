//! What a command leads to.

use crate::kernel::ids::{CommandId, TextId, TicketId};
use crate::mail::reply_address::without_signatures;
use crate::tickets::event::Event;
use crate::tickets::link::Link;
use crate::tickets::ticket::Ticket;
use std::borrow::Cow;

/// What a command leads to: events, the texts that they name, and what happens to other tickets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    pub events: Vec<Event>,
    pub texts: Vec<(TextId, String)>,
    pub others: Vec<(TicketId, Event)>,
}

/// Events and texts as they come, with text ids derived from the command's.
pub(crate) struct Output {
    command: CommandId,
    decision: Decision,
}

impl Output {
    pub fn new(command: CommandId) -> Self {
        Self {
            command,
            decision: Decision::default(),
        }
    }

    pub fn push(&mut self, event: Event) {
        self.decision.events.push(event);
    }

    /// A link is read from both sides: the other ticket's log says so too, once.
    pub fn link_back(&mut self, other: &Ticket, link: Link) {
        if !other.internal.links.contains(&link) {
            let event = Event::Linked { link };
            self.decision.others.push((other.id, event));
        }
    }

    /// Puts a text beside the log and names it. By nobody's address for answers in it can others
    /// answer.
    pub fn text(&mut self, body: String) -> TextId {
        let body = match without_signatures(&body) {
            Cow::Borrowed(_) => body,
            Cow::Owned(without) => without,
        };
        let n = u32::try_from(self.decision.texts.len()).unwrap_or(u32::MAX);
        let id = self.command.text(n);
        self.decision.texts.push((id, body));
        id
    }

    pub fn optional_text(&mut self, body: Option<String>) -> Option<TextId> {
        body.map(|body| self.text(body))
    }

    pub fn finish(self) -> Decision {
        self.decision
    }
}
