//! Events of a ticket on their way into the log.

use guichet_domain::kernel::actor::Actor;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::link::Link;
use guichet_domain::{CommandId, TicketId, Timestamp};
use guichet_store::{Aggregate, StoreError, Txn};

pub(crate) fn envelopes(
    ticket: TicketId,
    actor: &Actor,
    command: CommandId,
    at: Timestamp,
    events: Vec<Event>,
) -> Vec<Envelope> {
    events
        .into_iter()
        .map(|event| Envelope {
            ticket,
            at,
            by: actor.who.clone(),
            command,
            event,
        })
        .collect()
}

/// A link is read from both sides: the other ticket's log says so too, as a command of its own that
/// follows from `id`.
pub(crate) async fn link_back(
    txn: &mut Txn,
    other: Aggregate,
    link: Link,
    actor: &Actor,
    id: CommandId,
    now: Timestamp,
) -> Result<(), StoreError> {
    if other.ticket().internal.links.contains(&link) {
        return Ok(());
    }
    let counterpart = CommandId(id.text(98).0);
    let event = Event::Linked { link };
    let events = envelopes(other.ticket().id, actor, counterpart, now, vec![event]);
    txn.append(Some(other), &events, &[]).await.map(drop)
}
