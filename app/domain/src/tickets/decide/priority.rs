//! The priority that a ticket starts with.

use crate::kernel::priority::{Impact, Priority, Urgency};
use crate::kernel::refusal::Refusal;
use crate::tickets::facts::Facts;

/// Returns the priority of a new ticket: the matrix's if impact and urgency are both proposed,
/// otherwise moderate.
pub(crate) fn recorded_priority(
    facts: &Facts,
    impact: Option<Impact>,
    urgency: Option<Urgency>,
) -> Result<Priority, Refusal> {
    match (impact, urgency) {
        (Some(impact), Some(urgency)) => Ok(facts
            .matrix
            .as_ref()
            .ok_or(Refusal::AskServer)?
            .priority(impact, urgency)),
        _ => Ok(Priority::Moderate),
    }
}
