//! Events of tickets on their way into the log.

use crate::kernel::error::{DeskError, if_readable};
use guichet_domain::kernel::actor::Actor;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::{CommandId, Ticket, TicketId, Timestamp};
use guichet_store::{Conn, StoreError, Txn};
use std::collections::BTreeMap;

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

/// The other tickets a command names, for the decision, which also checks their visibility. One that
/// cannot be read is as one that is not there.
pub(crate) async fn others(
    conn: &mut Conn,
    named: impl IntoIterator<Item = TicketId>,
) -> Result<BTreeMap<TicketId, Ticket>, DeskError> {
    let mut others = BTreeMap::new();
    for (id, aggregate) in conn.aggregates(named).await? {
        if let Some(aggregate) = if_readable(aggregate)? {
            others.insert(id, aggregate.ticket().clone());
        }
    }
    Ok(others)
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
