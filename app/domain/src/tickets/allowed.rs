//! Which actions a person has on a ticket: the buttons of the desk and the portal.

use crate::kernel::action::Action;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::audience::Viewer;
use crate::kernel::reference::Kind;
use crate::kernel::refusal::Why;
use crate::kernel::time::Timestamp;
use crate::tickets::facts::Facts;
use crate::tickets::link::Relation;
use crate::tickets::ticket::{LINKS_MAX, Ticket, WATCHERS_MAX};
use crate::tickets::view::viewer;
use crate::tickets::workflow::{State, moves, targets};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether an action can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// It can be taken now.
    Possible,
    /// It cannot be taken, for this reason.
    Impossible(Why),
    /// It depends on facts that only the server has.
    AskServer,
}

/// An action to show to a person on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed {
    /// The action.
    pub action: Action,
    /// Whether it can be taken now; if not, the button shows why.
    pub availability: Availability,
}

/// Returns the actions to show to `actor` on `ticket`, in the order of [`Action::ALL`]. Actions for
/// another kind, state or role are left out, and so are those that are done already or too late.
pub fn allowed(ticket: &Ticket, actor: &Actor, facts: &Facts, now: Timestamp) -> Vec<Allowed> {
    Action::ALL
        .iter()
        .filter_map(|action| {
            let availability = match availability(*action, ticket, actor, facts, now) {
                Availability::Impossible(
                    Why::NotInThisState
                    | Why::NotYours
                    | Why::AlreadySo
                    | Why::TooLate
                    | Why::AlreadyDecided
                    | Why::IsMerged,
                ) => return None,
                other => other,
            };
            Some(Allowed {
                action: *action,
                availability,
            })
        })
        .collect()
}

/// Returns whether `actor` can take `action` now. [`crate::tickets::decide::decide()`] checks the same
/// first.
pub fn availability(
    action: Action,
    ticket: &Ticket,
    actor: &Actor,
    facts: &Facts,
    now: Timestamp,
) -> Availability {
    match check(action, ticket, actor, facts, now) {
        Ok(()) if needs_server(action, ticket, facts) => Availability::AskServer,
        Ok(()) => Availability::Possible,
        Err(why) => Availability::Impossible(why),
    }
}

/// Whether the action depends on a fact that is missing here.
fn needs_server(action: Action, ticket: &Ticket, facts: &Facts) -> bool {
    match action {
        Action::Categorise | Action::ResolveAtFirstContact => {
            facts.matrix.is_none() || facts.services.is_none()
        }
        Action::SubmitEvaluation | Action::ReviseCost => facts.route.is_none(),
        Action::Convert => ticket.kind == Kind::Incident && facts.item.is_none(),
        Action::ChangeItem => facts.item.is_none(),
        Action::Assign | Action::MakeConfidential => facts.agents.is_none(),
        Action::DeclareMajor | Action::UpdateMajor | Action::GiveTask => facts.agents.is_none(),
        Action::HandOver => facts.teams.is_none(),
        Action::Watch | Action::NameApprover | Action::ChangeAffected => facts.people.is_none(),
        Action::Redact => facts.readable.is_none(),
        Action::Confirm | Action::Close => facts.reopen_until.is_none(),
        Action::Merge | Action::Unmerge => facts.others.is_none(),
        _ => false,
    }
}

/// Checks everything but missing facts.
fn check(
    action: Action,
    ticket: &Ticket,
    actor: &Actor,
    facts: &Facts,
    now: Timestamp,
) -> Result<(), Why> {
    permitted(action, ticket, actor)?;
    // What was said there may still have to be removed.
    if ticket.is_merged() && action != Action::Redact {
        return Err(Why::IsMerged);
    }
    stands(action, ticket)?;
    let person = actor.person();
    match action {
        Action::Reopen
            if ticket.state == State::Closed && ticket.reopen_until.is_none_or(|t| now > t) =>
        {
            Err(Why::TooLate)
        }
        Action::Diagnose | Action::Fulfil if ticket.assignee.is_none() => Err(Why::NeedsAssignee),
        // A finding starts the diagnosis of an incident that is only categorised.
        Action::AddFinding | Action::RecordCause
            if ticket.kind == Kind::Incident
                && ticket.state == State::Categorised
                && ticket.assignee.is_none() =>
        {
            Err(Why::NeedsAssignee)
        }
        // It was put on hold before it was categorised.
        Action::Resolve if ticket.kind == Kind::Incident && ticket.classification().is_none() => {
            Err(Why::NeedsCategory)
        }
        // The desk itself closes a ticket only when `closes_at` has come.
        Action::Close if actor.is_system() && ticket.closes_at.is_none_or(|at| now < at) => {
            Err(Why::NotInThisState)
        }
        Action::Take if person == ticket.assignee => Err(Why::AlreadySo),
        Action::MarkRead if !ticket.is_unread() => Err(Why::AlreadySo),
        Action::AskToCancel if ticket.cancel_wished => Err(Why::AlreadySo),
        Action::Watch
            if person.is_some_and(|p| ticket.watchers.contains(&p)) && !actor.role.is_agent() =>
        {
            Err(Why::AlreadySo)
        }
        Action::Watch if ticket.watchers.len() >= WATCHERS_MAX => Err(Why::Full),
        // Whoever takes part in a major incident is told as those of its children are.
        Action::TellUser
            if !has_cause(ticket) && !has_parent(ticket) && ticket.internal.major.is_none() =>
        {
            Err(Why::NotInThisState)
        }
        Action::ResolveWithCause if !has_cause(ticket) => Err(Why::NotInThisState),
        Action::ResolveWithParent if !has_parent(ticket) => Err(Why::NotInThisState),
        // Everybody would learn of it.
        Action::DeclareMajor if ticket.is_scoped() => Err(Why::OnlyForItsTeam),
        Action::DeclareMajor if ticket.is_major() => Err(Why::AlreadySo),
        Action::UpdateMajor | Action::StepDownMajor if !ticket.is_major() => {
            Err(Why::NotInThisState)
        }
        Action::GiveTask if ticket.internal.major.is_none() => Err(Why::NotInThisState),
        Action::ReviewMajor if ticket.internal.major.is_none() || ticket.is_major() => {
            Err(Why::NotInThisState)
        }
        // What everybody was told of would be something else, or for few.
        Action::Convert | Action::MakeConfidential if ticket.is_major() => Err(Why::IsMajor),
        Action::Merge if !ticket.joined.is_empty() => Err(Why::HasMerged),
        // What everybody was told of would be gone.
        Action::Merge if ticket.is_major() => Err(Why::IsMajor),
        Action::Unmerge if !ticket.can_unmerge(now) => Err(Why::AlreadySo),
        Action::Link if ticket.internal.links.len() >= LINKS_MAX => Err(Why::Full),
        Action::Unwatch if ticket.watchers.is_empty() && ticket.joined.is_empty() => {
            Err(Why::AlreadySo)
        }
        // Where other tickets are known, some links may be hidden from whoever asks.
        Action::Unlink if facts.others.is_none() && ticket.internal.links.is_empty() => {
            Err(Why::AlreadySo)
        }
        Action::GiveBack if ticket.assignee.is_none() => Err(Why::AlreadySo),
        Action::MakeConfidential if ticket.confidential => Err(Why::AlreadySo),
        Action::EndConfidentiality if !ticket.confidential => Err(Why::AlreadySo),
        // Otherwise whoever does it would not see the ticket any more, and perhaps nobody would.
        Action::MakeConfidential if ticket.team.is_none_or(|team| !actor.teams.contains(&team)) => {
            Err(Why::NotInItsTeam)
        }
        Action::ReviseCost if ticket.evaluation.is_none() => Err(Why::NeedsEvaluation),
        Action::SubmitEvaluation | Action::ReviseCost => match &facts.route {
            Some(Some(route)) if route.approvers.is_empty() => Err(Why::NobodyToApprove),
            _ => Ok(()),
        },
        Action::Redact if facts.readable.as_ref().is_some_and(BTreeMap::is_empty) => {
            Err(Why::AlreadySo)
        }
        Action::Approve | Action::Refuse | Action::AskBack => may_decide(ticket, actor),
        _ => Ok(()),
    }
}

/// Whether something is linked as the cause of the ticket.
fn has_cause(ticket: &Ticket) -> bool {
    has(ticket, Relation::CausedBy)
}

/// Whether the ticket is the child of another one, which may be a major incident.
fn has_parent(ticket: &Ticket) -> bool {
    has(ticket, Relation::ChildOf)
}

fn has(ticket: &Ticket, relation: Relation) -> bool {
    let mut links = ticket.internal.links.iter();
    links.any(|link| link.relation == relation)
}

/// Checks that the actor is an approver who has not decided yet, and not the requester.
fn may_decide(ticket: &Ticket, actor: &Actor) -> Result<(), Why> {
    let person = actor.person().ok_or(Why::NotYours)?;
    if ticket.is_requester(person) {
        return Err(Why::OwnRequest);
    }
    let approval = ticket.approval.as_ref().ok_or(Why::NeedsEvaluation)?;
    if !approval.approvers.contains(&person) {
        return Err(Why::NotYours);
    }
    if approval.approved_by.contains(&person) {
        return Err(Why::AlreadyDecided);
    }
    Ok(())
}

/// Checks whether the action is for the actor.
fn permitted(action: Action, ticket: &Ticket, actor: &Actor) -> Result<(), Why> {
    let Some(quality) = viewer(ticket, actor) else {
        return Err(Why::NotYours);
    };
    let agent = quality == Viewer::Agent;
    let requester = actor
        .person()
        .is_some_and(|person| ticket.is_requester(person));
    let early = matches!(
        ticket.state,
        State::New | State::UnderEvaluation | State::AwaitingApproval
    ) || ticket
        .hold
        .as_ref()
        .is_some_and(|hold| hold.before == State::UnderEvaluation);
    let yes = match action {
        Action::Approve | Action::Refuse | Action::AskBack => true,
        Action::Confirm => requester && !actor.is_system(),
        Action::Comment | Action::Attach => quality >= Viewer::Participant,
        Action::Reopen => agent || requester,
        // A requester may cancel a request until it is approved; after that only an agent may.
        Action::Cancel => agent || requester && (ticket.kind == Kind::Incident || early),
        Action::AskToCancel => requester && !agent && !early,
        // The lead of the ticket's team, or a manager of all teams.
        Action::NameApprover => {
            let leads = actor.role == Role::TeamLead
                && ticket.team.is_some_and(|team| actor.teams.contains(&team));
            agent && (leads || actor.role >= Role::SupportManager)
        }
        // The system cannot be an assignee.
        Action::Take => agent && !actor.is_system(),
        _ => agent,
    };
    if yes { Ok(()) } else { Err(Why::NotYours) }
}

/// Checks whether the action is possible in the ticket's kind and state.
fn stands(action: Action, ticket: &Ticket) -> Result<(), Why> {
    use State::*;
    let (kind, state) = (ticket.kind, ticket.state);
    let live = state.is_open() || state.is_done();
    let yes = match action {
        // A ticket can be categorised again at any time, even when resolved; only the first time
        // changes its state.
        Action::Categorise => !matches!(state, Cancelled | Refused),
        Action::AddFinding | Action::RecordCause => match kind {
            Kind::Incident => matches!(state, Categorised | Diagnosing | OnHold | Resolved),
            Kind::Problem => live,
            Kind::Request => false,
        },
        Action::RecordWorkaround => kind != Kind::Request && live,
        // Whoever had it may wish to know that it is fixed.
        Action::TellUser => kind == Kind::Incident && state != Cancelled,
        Action::DeclareMajor => kind == Kind::Incident && state.is_open(),
        // One that was a major incident may have become something else.
        Action::UpdateMajor | Action::StepDownMajor | Action::GiveTask | Action::ReviewMajor => {
            true
        }
        Action::AskBack | Action::NameApprover => state == AwaitingApproval,
        Action::AskToCancel => {
            kind == Kind::Request
                && (matches!(state, Approved | InFulfilment)
                    || ticket
                        .hold
                        .as_ref()
                        .is_some_and(|hold| hold.before == InFulfilment))
        }
        // A hold can be changed while it lasts.
        Action::Hold => state == OnHold || targets(kind, action, state).next().is_some(),
        Action::Take | Action::Assign | Action::GiveBack | Action::HandOver => state.is_open(),
        // Approvers decide for whom they were asked.
        Action::ChangeAffected => live && state != AwaitingApproval,
        Action::Comment => state != Cancelled && state != Refused,
        Action::Note
        | Action::MarkRead
        | Action::Link
        | Action::Unlink
        | Action::MakeConfidential
        | Action::EndConfidentiality
        | Action::Watch
        | Action::Unwatch
        | Action::Redact
        | Action::Unmerge => true,
        Action::Merge => live,
        Action::Attach | Action::Edit => live,
        _ => moves(kind, action) && targets(kind, action, state).next().is_some(),
    };
    if yes {
        Ok(())
    } else {
        Err(Why::NotInThisState)
    }
}
