//! Confidentiality: a ticket that only its team sees, beside its participants and approvers.

use crate::kernel::form::REASON_MAX;
use crate::kernel::refusal::{Field, Refusal};
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;

/// Makes a ticket confidential. An assignee who is not of its team would not see it any more, so the
/// team is in charge then.
pub(super) fn make(c: &mut Case<'_>) -> Result<(), Refusal> {
    let agents = c.facts.agents.as_ref().ok_or(Refusal::AskServer)?;
    let team = c.ticket.team;
    let stranger = c.ticket.assignee.filter(|assignee| {
        let teams = agents.get(assignee);
        !teams.is_some_and(|teams| team.is_some_and(|team| teams.contains(&team)))
    });
    c.out.push(Event::ConfidentialityChanged {
        confidential: true,
        reason: None,
    });
    if let Some(from) = stranger {
        c.out.push(Event::Unassigned { from });
    }
    Ok(())
}

/// Makes a ticket confidential no longer: all agents see what was written under that promise, so
/// there must be a reason.
pub(super) fn end(c: &mut Case<'_>, reason: &str) -> Result<(), Refusal> {
    let reason = c.required(Field::Reason, reason, REASON_MAX)?;
    c.out.push(Event::ConfidentialityChanged {
        confidential: false,
        reason: Some(reason),
    });
    Ok(())
}
