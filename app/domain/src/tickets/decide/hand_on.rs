//! Reassignment of work that waits for somebody who has left or is away.

use crate::directory::organisation::Organisation;
use crate::kernel::actor::Who;
use crate::kernel::ids::{CommandId, TeamId};
use crate::kernel::time::Timestamp;
use crate::tickets::approval::Replacement;
use crate::tickets::approval_route::replaced;
use crate::tickets::event::Event;
use crate::tickets::facts::Facts;
use crate::tickets::ticket::Ticket;
use crate::tickets::winding::wound;
use crate::tickets::workflow::State;

/// Returns the events that move on a ticket whose assignee, team or approvers have left or are
/// away. Empty if all of them are there, or if nobody can take over.
///
/// A ticket that only its team may see stays with its team, even a dissolved one: another team
/// would get to see it.
pub fn hand_on(
    ticket: &Ticket,
    facts: &Facts,
    organisation: &impl Organisation,
    (id, now): (CommandId, Timestamp),
) -> Vec<Event> {
    let mut events = moved_on(ticket, facts, organisation);
    if let Some(rules) = &facts.promises {
        events.extend(wound(ticket, &events, &Who::System, (id, now), rules));
    }
    events
}

fn moved_on(ticket: &Ticket, facts: &Facts, organisation: &impl Organisation) -> Vec<Event> {
    let mut events = Vec::new();
    if ticket.in_queue() {
        let dissolved = |team: TeamId| facts.teams.as_ref().is_some_and(|all| !all.contains(&team));
        let agents = facts.agents.as_ref();
        let elsewhere = refuge(ticket, facts).filter(|to| !dissolved(*to));
        if ticket.team.is_some_and(dissolved)
            && !ticket.is_scoped()
            && let Some(team) = elsewhere
        {
            events.push(Event::HandedOver { team, note: None });
        } else if let Some(from) = ticket.assignee
            && agents.is_some_and(|all| !all.contains_key(&from))
        {
            events.push(Event::Unassigned { from });
        }
    }
    let approval = ticket.approval.as_ref();
    let Some(approval) = approval.filter(|_| ticket.state == State::AwaitingApproval) else {
        return events;
    };
    let mut approval = approval.clone();
    for from in approval.pending().collect::<Vec<_>>() {
        if let Some((after, to)) = replaced(
            &approval,
            from,
            (ticket.affected, ticket.reporter),
            organisation,
        ) {
            let why = if organisation.is_active(from) {
                Replacement::Absent
            } else {
                Replacement::Left
            };
            events.push(Event::ApproverReplaced {
                from,
                to,
                rule: after.rule,
                why,
            });
            approval = after;
        }
    }
    events
}

/// Returns the team of the ticket's service, or the first team.
fn refuge(ticket: &Ticket, facts: &Facts) -> Option<TeamId> {
    let services = facts.services.as_ref();
    let of_service = ticket
        .service
        .and_then(|service| services?.get(&service))
        .map(|service| service.team)
        .filter(|team| Some(*team) != ticket.team);
    of_service.or(facts.first_team)
}
