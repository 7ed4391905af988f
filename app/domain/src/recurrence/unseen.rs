//! What the desk files without an agent, and what it learns of that.

use crate::directory::service::{Category, Service};
use crate::kernel::actor::Who;
use crate::tickets::command::Categorisation;
use crate::tickets::event::{Envelope, Event};
use crate::tickets::ticket::Ticket;
use crate::tickets::workflow::State;

/// Whether the desk itself filed a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FiledUnseen {
    /// Agents alone filed it.
    Never,
    /// An agent filed it anew: it is learnt, and says nothing of how sure a proposal is.
    Corrected,
    /// It stands as the desk filed it: nothing is learnt from that.
    Still,
}

impl FiledUnseen {
    /// Returns what a history says.
    pub fn of(history: &[Envelope]) -> Self {
        let filings = history.iter().filter(|envelope| {
            matches!(
                envelope.event,
                Event::Categorised { .. } | Event::ResolvedAtFirstContact(_)
            )
        });
        let by_itself: Vec<bool> = filings.map(|one| one.by == Who::System).collect();
        match (by_itself.contains(&true), by_itself.last()) {
            (false, _) => Self::Never,
            (true, Some(true)) => Self::Still,
            (true, _) => Self::Corrected,
        }
    }
}

/// Returns what files a ticket without an agent; `None` unless it is new, administrators allow it for
/// the service, and whoever reported it said how much it matters and named no other service.
pub fn filed_unseen(
    ticket: &Ticket,
    category: &Category,
    service: &Service,
) -> Option<Categorisation> {
    let is_new = ticket.state == State::New && ticket.category.is_none();
    let is_of_it = ticket.service.is_none_or(|named| named == service.id);
    if !is_new || !is_of_it || !service.files_itself {
        return None;
    }
    Some(Categorisation {
        service: Some(service.id),
        category: Some(category.id),
        impact: Some(ticket.impact?),
        urgency: Some(ticket.urgency?),
        priority: None,
        reason: String::new(),
        was: None,
        was_priority: None,
    })
}
