//! Events of tickets on their way into the log.

use guichet_domain::kernel::actor::Actor;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::{CommandId, TicketId, Timestamp};
use guichet_store::{StoreError, Txn};

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

/// Appends events of a decision to other tickets, as a command of its own whose id is derived from
/// `id`.
pub(crate) async fn append_to_others(
    txn: &mut Txn,
    events: Vec<(TicketId, Event)>,
    actor: &Actor,
    id: CommandId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let counterpart = CommandId(id.text(98).0);
    for (ticket, event) in events {
        let other = txn.aggregate(ticket).await?;
        let events = envelopes(ticket, actor, counterpart, now, vec![event]);
        txn.append(other, &events, &[]).await?;
    }
    Ok(())
}
