//! Requests: evaluate, revise the cost, fulfil.

use crate::kernel::action::Action;
use crate::kernel::form::{Form, REASON_MAX, TEXT_MAX};
use crate::kernel::money::Cents;
use crate::kernel::refusal::{Field, Problem, Refusal, Why};
use crate::tickets::command::Assessment;
use crate::tickets::decide::case::Case;
use crate::tickets::decide::evaluated::evaluated;
use crate::tickets::evaluation::Evaluation;
use crate::tickets::event::Event;
use crate::tickets::view::in_scope;
use crate::tickets::workflow::State;

pub(super) fn start_evaluation(c: &mut Case<'_>) -> Result<(), Refusal> {
    let to = c.go(Action::Evaluate)?;
    c.out.push(Event::EvaluationStarted { to });
    Ok(())
}

fn check_cost(form: &mut Form, cost: Option<Cents>) {
    if cost.is_some_and(|cost| cost.0 < 0) {
        form.error(Field::Cost, Problem::Invalid);
    }
}

pub(super) fn submit_evaluation(c: &mut Case<'_>, form: &Assessment) -> Result<(), Refusal> {
    let mut check = Form::default();
    check_cost(&mut check, form.cost);
    let (impact, reason) = if form.feasible {
        let impact = check.required(Field::Impact, &form.impact, TEXT_MAX);
        (Some(impact), None)
    } else {
        let impact = check.optional(Field::Impact, &form.impact, TEXT_MAX);
        let reason = check.required(Field::Reason, &form.reason, REASON_MAX);
        (impact, Some(reason))
    };
    check.finish()?;
    let impact = c.out.optional_text(impact);
    let evaluation = Evaluation {
        feasible: form.feasible,
        cost: form.cost,
        impact,
        standard: false,
    };
    if form.feasible {
        let route = c.facts.route.as_ref().ok_or(Refusal::AskServer)?;
        return evaluated(&mut c.out, evaluation, route.as_ref());
    }
    let to = c.go_to(Action::SubmitEvaluation, Some(State::Refused))?;
    let reason = c.out.optional_text(reason);
    c.out.push(Event::Evaluated {
        to,
        evaluation,
        reason,
        approval: None,
    });
    Ok(())
}

pub(super) fn revise_cost(
    c: &mut Case<'_>,
    cost: Option<Cents>,
    was: Option<Cents>,
) -> Result<(), Refusal> {
    let mut check = Form::default();
    check_cost(&mut check, cost);
    check.finish()?;
    let action = Action::ReviseCost;
    let before = c.ticket.evaluation.clone();
    let before = before.ok_or(Refusal::Impossible {
        action,
        why: Why::NeedsEvaluation,
    })?;
    if before.cost == cost {
        return Err(Refusal::Impossible {
            action,
            why: Why::AlreadySo,
        });
    }
    if before.cost != was {
        return Err(Refusal::Conflict(vec![Field::Cost]));
    }
    let evaluation = Evaluation {
        cost,
        standard: false,
        ..before
    };
    match c.facts.route.as_ref().ok_or(Refusal::AskServer)? {
        // Earlier approvals were for another sum, so everybody is asked again.
        Some(route) => evaluated(&mut c.out, evaluation, Some(route)),
        // The item needs no approval any more, so the request is approved.
        None if c.ticket.state == State::AwaitingApproval => {
            evaluated(&mut c.out, evaluation, None)
        }
        None => {
            let to = c.ticket.state;
            c.out.push(Event::Evaluated {
                to,
                evaluation,
                reason: None,
                approval: None,
            });
            Ok(())
        }
    }
}

pub(super) fn start_fulfilment(c: &mut Case<'_>) -> Result<(), Refusal> {
    let to = c.go(Action::Fulfil)?;
    c.out.push(Event::FulfilmentStarted { to });
    Ok(())
}

pub(super) fn complete(c: &mut Case<'_>, done: &str) -> Result<(), Refusal> {
    let to = c.go(Action::Complete)?;
    let done = c.required(Field::Notes, done, TEXT_MAX)?;
    c.out.push(Event::Fulfilled {
        to,
        done,
        closes_at: c.facts.closes_at,
    });
    Ok(())
}

/// Fulfils a request in the step that records it, if nobody has to evaluate or approve it.
pub(crate) fn fulfil_at_once(c: &mut Case<'_>, done: &str) -> Result<(), Refusal> {
    let done = c.required(Field::Notes, done, TEXT_MAX)?;
    if c.ticket.state != State::Approved {
        return Err(Refusal::Impossible {
            action: Action::Complete,
            why: Why::NeedsEvaluation,
        });
    }
    let sees = in_scope(c.ticket.is_scoped(), c.ticket.team, c.actor);
    if let Some(to) = c.actor.person().filter(|_| sees) {
        c.out.push(Event::Assigned { to });
    }
    let to = State::InFulfilment;
    c.out.push(Event::FulfilmentStarted { to });
    c.out.push(Event::Fulfilled {
        to: State::Fulfilled,
        done,
        closes_at: c.facts.closes_at,
    });
    Ok(())
}

pub(super) fn ask_to_cancel(c: &mut Case<'_>, reason: &str) -> Result<(), Refusal> {
    let reason = c.required(Field::Reason, reason, REASON_MAX)?;
    c.out.push(Event::CancelWished { reason });
    Ok(())
}
