//! What the live stream tells a browser.

use crate::directory::card::People;
use crate::kernel::ids::TicketId;
use crate::kernel::prose::Texts;
use crate::kernel::reference::Reference;
use crate::queue::query::Placement;
use crate::tickets::event::Envelope;
use crate::tickets::line::Line;
use serde::{Deserialize, Serialize};

/// From where to where a ticket went in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Nothing where whoever looks did not see it there.
    pub was: Option<Placement>,
    pub now: Placement,
}

/// What happened to one ticket, as one person may learn of it. Its events may be something that
/// they are still to be read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update<Events = Vec<Envelope>> {
    pub reference: Reference,
    pub line: Line,
    /// Where the ticket stood in the queue and where it does now: for agents alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
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
            moved: self.moved,
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
