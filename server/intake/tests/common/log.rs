//! What a desk holds, read from its log.

use guichet_desk::Desk;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::{Ticket, TicketId, Timestamp, evolve};
use guichet_store::Logged;
use std::collections::BTreeMap;

/// Everything that happened to tickets, in the order of the log.
pub async fn log(desk: &Desk) -> Vec<Envelope> {
    let mut conn = desk.store().read().await.expect("read");
    let logged = conn.after(0, 10_000_000).await.expect("log");
    logged
        .into_iter()
        .filter_map(|logged| match logged {
            Logged::Ticket(_, envelope) => Some(envelope),
            Logged::Article(..)
            | Logged::Feedback(..)
            | Logged::Entry(..)
            | Logged::AuditEvent(..)
            | Logged::Unreadable(..) => None,
        })
        .collect()
}

/// The histories of tickets that came from elsewhere, by their name there.
#[allow(dead_code)]
pub async fn imported(desk: &Desk) -> BTreeMap<String, Vec<Envelope>> {
    let mut names: BTreeMap<TicketId, String> = BTreeMap::new();
    let mut histories: BTreeMap<String, Vec<Envelope>> = BTreeMap::new();
    for envelope in log(desk).await {
        if let Event::Recorded(recorded) = &envelope.event {
            let external = recorded.external.clone().expect("a name elsewhere");
            names.insert(envelope.ticket, external);
        }
        let name = names[&envelope.ticket].clone();
        histories.entry(name).or_default().push(envelope);
    }
    histories
}

/// The ticket after what had happened by then; nothing where it was not recorded yet.
#[allow(dead_code)]
pub fn at(history: &[Envelope], instant: Timestamp) -> Option<Ticket> {
    let mut ticket = None;
    for envelope in history.iter().filter(|envelope| envelope.at <= instant) {
        let before = ticket.unwrap_or_else(|| Ticket::unrecorded(envelope.ticket));
        ticket = Some(evolve(before, envelope));
    }
    ticket
}
