//! A service that is restricted, or opened, when tickets of it are there already.

use crate::directory::service::Service;
use crate::tickets::event::Event;
use crate::tickets::ticket::Ticket;

/// What happens to a ticket of that service: it is seen as the service now says, and by a team that
/// may see it. Nothing where that is so already.
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
