//! Who reads what users say of how they were served.

use crate::feedback::command::FeedbackCommand;
use crate::feedback::event::Asked;
use crate::feedback::given::Feedback;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::audience::Viewer;
use crate::tickets::ticket::Ticket;
use crate::tickets::view::viewer;

/// What an agent reads of a feedback.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// What is to be done and why, but nothing of what the user said.
    Measure,
    /// All of it.
    Whole,
}

/// Returns what somebody reads of a feedback; `None` for nothing, not even that there is one. All of
/// it is for the agent who was in charge, the leads of the team that was, and support managers;
/// whoever is charged with a measure reads the measure. Of a ticket that they do not see, none of
/// them reads anything.
pub fn reading(feedback: &Feedback, ticket: &Ticket, actor: &Actor) -> Option<Reading> {
    let sees = ticket.id == feedback.asked.ticket && viewer(ticket, actor) == Some(Viewer::Agent);
    let owner = feedback.review.as_ref().map(|review| review.owner);
    if !sees || !actor.role.is_agent() {
        None
    } else if answers_for(&feedback.asked, actor) {
        Some(Reading::Whole)
    } else {
        (owner.is_some() && owner == actor.person()).then_some(Reading::Measure)
    }
}

/// Whether somebody may remove what was said: the leads of the team that was in charge, and support
/// managers; not the agent of whom it tells.
pub fn may_remove(feedback: &Feedback, ticket: &Ticket, actor: &Actor) -> bool {
    reading(feedback, ticket, actor) == Some(Reading::Whole) && leads(&feedback.asked, actor)
}

/// Whether somebody may give a command to a feedback that they read: who reads the measure alone settles
/// it, and no more.
pub fn may_change(
    feedback: &Feedback,
    ticket: &Ticket,
    actor: &Actor,
    command: &FeedbackCommand,
) -> bool {
    let reads = reading(feedback, ticket, actor);
    match command {
        FeedbackCommand::Settle { .. } => reads.is_some(),
        FeedbackCommand::Review(_) => reads == Some(Reading::Whole),
        FeedbackCommand::Redact { .. } => may_remove(feedback, ticket, actor),
    }
}

/// Whether somebody answers for how a ticket was handled, and so reads what its user says.
fn answers_for(asked: &Asked, actor: &Actor) -> bool {
    leads(asked, actor) || asked.agent.is_some() && asked.agent == actor.person()
}

/// Whether somebody leads the team that was in charge. An administrator is no support manager.
fn leads(asked: &Asked, actor: &Actor) -> bool {
    match actor.role {
        Role::User | Role::Agent | Role::Administrator => false,
        Role::TeamLead => asked.team.is_some_and(|team| actor.teams.contains(&team)),
        Role::SupportManager => true,
    }
}
