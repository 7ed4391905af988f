//! Assignment: the agent and the team in charge.

use crate::kernel::action::Action;
use crate::kernel::form::REASON_MAX;
use crate::kernel::ids::{PersonId, TeamId};
use crate::kernel::refusal::{Field, Problem, Refusal, Why, invalid};
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;

/// Assigns the ticket to the actor, even if another agent has it, provided that the page showed so.
/// Otherwise it is a conflict.
pub(super) fn take(c: &mut Case<'_>, was: Option<PersonId>) -> Result<(), Refusal> {
    let to = c.actor.person().ok_or(Refusal::Impossible {
        action: Action::Take,
        why: Why::NotYours,
    })?;
    if c.ticket.assignee != was {
        return Err(Refusal::Conflict(vec![Field::Assignee]));
    }
    c.out.push(Event::Assigned { to });
    Ok(())
}

pub(super) fn assign(c: &mut Case<'_>, to: PersonId, was: Option<PersonId>) -> Result<(), Refusal> {
    let agents = c.facts.agents.as_ref().ok_or(Refusal::AskServer)?;
    let teams = agents
        .get(&to)
        .ok_or_else(|| invalid(Field::Assignee, Problem::Unknown))?;
    // A scoped ticket is not assigned to an agent who could not see it.
    if c.ticket.is_scoped() && !c.ticket.team.is_some_and(|team| teams.contains(&team)) {
        return Err(invalid(Field::Assignee, Problem::Invalid));
    }
    if c.ticket.assignee == Some(to) {
        return Err(Refusal::Impossible {
            action: Action::Assign,
            why: Why::AlreadySo,
        });
    }
    if c.ticket.assignee != was {
        return Err(Refusal::Conflict(vec![Field::Assignee]));
    }
    c.out.push(Event::Assigned { to });
    Ok(())
}

/// Gives the ticket back to its team.
pub(super) fn give_back(c: &mut Case<'_>, was: Option<PersonId>) -> Result<(), Refusal> {
    let from = c.ticket.assignee.ok_or(Refusal::Impossible {
        action: Action::GiveBack,
        why: Why::AlreadySo,
    })?;
    if was != Some(from) {
        return Err(Refusal::Conflict(vec![Field::Assignee]));
    }
    c.out.push(Event::Unassigned { from });
    Ok(())
}

/// Hands the ticket over to another team. The assignee is removed, the state stays.
pub(super) fn hand_over(
    c: &mut Case<'_>,
    team: TeamId,
    note: &str,
    was: Option<TeamId>,
) -> Result<(), Refusal> {
    let teams = c.facts.teams.as_ref().ok_or(Refusal::AskServer)?;
    if !teams.contains(&team) {
        return Err(invalid(Field::Team, Problem::Unknown));
    }
    if c.ticket.team == Some(team) {
        return Err(Refusal::Impossible {
            action: Action::HandOver,
            why: Why::AlreadySo,
        });
    }
    if c.ticket.team != was {
        return Err(Refusal::Conflict(vec![Field::Team]));
    }
    let note = c.optional(Field::Text, note, REASON_MAX)?;
    c.out.push(Event::HandedOver { team, note });
    Ok(())
}
