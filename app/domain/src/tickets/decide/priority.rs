//! The priority a ticket begins with.

use crate::kernel::priority::{Impact, Priority, Urgency};
use crate::kernel::refusal::Refusal;
use crate::tickets::facts::Facts;

/// The priority a new ticket starts with: the matrix's where impact and urgency are proposed.
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
