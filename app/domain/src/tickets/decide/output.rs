//! What a command leads to.

use crate::kernel::ids::{CommandId, TextId, TicketId};
use crate::kernel::prose::{Format, Text};
use crate::kernel::reference::Reference;
use crate::mail::reply_address::without_signatures;
use crate::tickets::event::Event;
use crate::tickets::link::Link;
use crate::tickets::merging::MergeEvent;
use crate::tickets::ticket::Ticket;
use std::borrow::Cow;

/// What a command leads to: events, the texts that they name, and events of other tickets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Events of the ticket, in order.
    pub events: Vec<Event>,
    /// Texts to store beside the log, with their identifiers.
    pub texts: Vec<(TextId, String)>,
    /// Events of other tickets, such as the other side of a link.
    pub others: Vec<(TicketId, Event)>,
}

impl Decision {
    /// Returns the texts with the way all of them are written.
    pub fn texts_in(&self, format: Format) -> Vec<(TextId, Text)> {
        let texts = self.texts.iter().cloned();
        texts
            .map(|(id, body)| (id, Text { body, format }))
            .collect()
    }
}

/// Collects events and texts. Identifiers of texts are derived from the command's.
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

    /// Adds the other side of a link to the other ticket, unless it is there already.
    pub fn link_back(&mut self, other: &Ticket, link: Link) {
        if !other.internal.links.contains(&link) {
            let event = Event::Linked { link };
            self.decision.others.push((other.id, event));
        }
    }

    /// Notes on another ticket that a message of it became a ticket of its own.
    pub fn split_off(&mut self, from: TicketId, to: Reference) {
        self.decision.others.push((from, Event::SplitOff { to }));
    }

    /// Adds events of other tickets.
    pub fn tell(&mut self, others: Vec<(TicketId, Event)>) {
        self.decision.others.extend(others);
    }

    /// Adds the other side of a merge to the other ticket.
    pub fn merge(&mut self, other: TicketId, event: MergeEvent) {
        self.decision.others.push((other, Event::Merge(event)));
    }

    /// Removes the other side of a link from the other ticket.
    pub fn unlink_back(&mut self, other: TicketId, link: Link) {
        self.decision.others.push((other, Event::Unlinked { link }));
    }

    /// Returns the events so far.
    pub fn events(&self) -> &[Event] {
        &self.decision.events
    }

    /// Stores a text beside the log and returns its identifier. Signatures of reply addresses are
    /// taken out of it, so that nobody can answer as the person they belong to.
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
