//! Restricting or opening a service that already has tickets.

use crate::directory::service::Service;
use crate::tickets::event::Event;
use crate::tickets::ticket::Ticket;

/// Returns the events that bring a ticket of that service in line with the service's restriction,
/// and hand it over to the service's team if it becomes restricted. Empty if it is in line already.
pub fn settle_restriction(ticket: &Ticket, service: &Service) -> Vec<Event> {
    if ticket.restricted == service.restricted {
        return Vec::new();
    }
    let restricted = service.restricted;
    let team = service.team;
    let away =
        (restricted && ticket.team != Some(team)).then_some(Event::HandedOver { team, note: None });
    std::iter::once(Event::Restricted { restricted })
        .chain(away)
        .collect()
}
