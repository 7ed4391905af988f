//! The tickets that a ticket names: whoever does not see one of them is not told that it is there.

use crate::kernel::error::{DeskError, if_readable};
use guichet_domain::TicketId;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view::viewer;
use guichet_store::Conn;
use std::collections::{BTreeMap, BTreeSet};

/// The tickets that events of another name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Neighbours(BTreeMap<TicketId, Ticket>);

impl Neighbours {
    /// Those that these events name; one that cannot be read is shown to nobody.
    pub async fn of<'a>(
        conn: &mut Conn,
        events: impl IntoIterator<Item = &'a Envelope>,
    ) -> Result<Self, DeskError> {
        let named = events.into_iter().filter_map(|one| named(&one.event));
        let named: BTreeSet<TicketId> = named.map(|reference| reference.id).collect();
        if named.is_empty() {
            return Ok(Self::default());
        }
        let mut tickets = BTreeMap::new();
        for (id, aggregate) in conn.aggregates(named).await? {
            if let Some(aggregate) = if_readable(aggregate)? {
                tickets.insert(id, aggregate.ticket().clone());
            }
        }
        Ok(Self(tickets))
    }

    /// Those of them that `actor` sees: what of these events is shown to them goes by that.
    pub fn shown_to<'a>(
        &self,
        actor: &Actor,
        events: impl IntoIterator<Item = &'a Envelope>,
    ) -> BTreeSet<TicketId> {
        let named = events.into_iter().filter_map(|one| named(&one.event));
        named
            .filter(|to| self.shows(actor, *to))
            .map(|to| to.id)
            .collect()
    }

    fn shows(&self, actor: &Actor, to: Reference) -> bool {
        let ticket = self.0.get(&to.id);
        ticket.is_some_and(|ticket| viewer(ticket, actor).is_some())
    }

    /// The events, without what names a ticket that `actor` does not see.
    pub fn events_for(&self, actor: &Actor, events: &[Envelope]) -> Vec<Envelope> {
        let shown = |envelope: &Envelope| {
            let hidden = named(&envelope.event).filter(|named| !self.shows(actor, *named));
            let event = match (&envelope.event, hidden) {
                (event, None) => event.clone(),
                (Event::Recorded(recorded), Some(_)) => {
                    let mut recorded = recorded.clone();
                    recorded.follows = None;
                    Event::Recorded(recorded)
                }
                (_, Some(_)) => return None,
            };
            Some(Envelope {
                event,
                ..envelope.clone()
            })
        };
        events.iter().filter_map(shown).collect()
    }

    /// The ticket that these events led to, likewise.
    pub fn ticket_for(&self, actor: &Actor, mut ticket: Ticket) -> Ticket {
        ticket.follows = ticket.follows.filter(|to| self.shows(actor, *to));
        let links = &mut ticket.internal.links;
        links.retain(|link| self.shows(actor, link.to));
        ticket
    }
}

/// The other ticket that an event names.
fn named(event: &Event) -> Option<Reference> {
    match event {
        Event::Recorded(recorded) => recorded.follows,
        Event::Linked { link } => Some(link.to),
        _ => None,
    }
}
