//! Whether the root cause of a ticket must be said.

use crate::kernel::ids::{CategoryId, ServiceId};
use crate::kernel::priority::Priority;
use crate::kernel::reference::Kind;
use crate::tickets::facts::Facts;
use crate::tickets::ticket::Ticket;

/// Whether resolving a ticket asks for its root cause: that of problems, and of critical, reopened
/// and major incidents always, otherwise if the category of its service wants it. One that is not
/// known wants it.
pub fn asks_cause(
    ticket: &Ticket,
    priority: Priority,
    category: Option<(ServiceId, CategoryId)>,
    facts: &Facts,
) -> bool {
    let wanted = category.and_then(|(service, category)| {
        let services = facts.services.as_ref()?;
        Some(!services.get(&service)?.no_cause.contains(&category))
    });
    wanted.unwrap_or(true)
        || facts.announced
        || ticket.kind == Kind::Problem
        || priority == Priority::Critical
        || ticket.internal.major.is_some()
        || ticket.reopenings > 0
}
