//! Messages of the live stream to a browser.

use crate::directory::card::People;
use crate::kernel::ids::TicketId;
use crate::kernel::prose::Texts;
use crate::kernel::reference::Reference;
use crate::queue::query::Placement;
use crate::tickets::event::Envelope;
use crate::tickets::line::Line;
use serde::{Deserialize, Serialize};

/// Placement of a ticket in the queue before and after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Placement before; `None` if the reader did not see the ticket then.
    pub was: Option<Placement>,
    /// Placement after.
    pub now: Placement,
}

/// Change to one ticket, as one person may see it. The type of its events is generic, because they
/// may still be unparsed JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update<Events = Vec<Envelope>> {
    /// Reference of the ticket now.
    pub reference: Reference,
    /// Line of the ticket in lists now.
    pub line: Line,
    /// Placement in the queue before and after; `None` for readers who are not agents on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
    /// Events that happened, as the reader may see them.
    pub events: Events,
    /// Texts that the events name.
    pub texts: Texts,
    /// People whom the ticket and the events name.
    pub people: People,
}

impl<Events> Update<Events> {
    /// Returns the same update with its events converted by `read`.
    ///
    /// # Errors
    /// The error of `read`.
    pub fn read<Read, E>(
        self,
        read: impl FnOnce(Events) -> Result<Read, E>,
    ) -> Result<Update<Read>, E> {
        Ok(Update {
            reference: self.reference,
            line: self.line,
            moved: self.moved,
            events: read(self.events)?,
            texts: self.texts,
            people: self.people,
        })
    }
}

/// Message of the live stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Live<Events = Vec<Envelope>> {
    /// A ticket changed.
    Update(Box<Update<Events>>),
    /// This person may no longer see the ticket.
    Gone(TicketId),
    /// Too much happened meanwhile to send it; the browser should load the page content again.
    Reload,
    /// What is shown of how the user of this ticket was served changed.
    Feedback(TicketId),
    /// Incidents that come together are shown in this version; for agents.
    Groups(u32),
    /// Number of unread notifications of this person changed to this.
    Unread(i64),
}
