//! Putting a ticket on hold, and resuming it.

use crate::kernel::action::Action;
use crate::kernel::form::{Form, REASON_MAX, TEXT_MAX};
use crate::kernel::reference::Kind;
use crate::kernel::refusal::{Field, Problem, Refusal};
use crate::tickets::command::Waited;
use crate::tickets::decide::case::Case;
use crate::tickets::decide::link;
use crate::tickets::decide::merge::merge;
use crate::tickets::event::Event;
use crate::tickets::hold::{Hold, HoldReason, Reminders};
use crate::tickets::workflow::State;

pub(super) fn hold(
    c: &mut Case<'_>,
    wanted: Waited,
    note: &str,
    internal: &str,
    was: Option<Waited>,
) -> Result<(), Refusal> {
    let awaits_fix = wanted.reason == HoldReason::Problem;
    let named = wanted.problem.filter(|_| awaits_fix);
    let mut form = Form::default();
    let until = form.chosen(Field::Until, wanted.until);
    if until.is_some_and(|until| until <= c.now) {
        form.error(Field::Until, Problem::InThePast);
    }
    let note = form.optional(Field::Text, note, REASON_MAX);
    let internal = form.optional(Field::Internal, internal, TEXT_MAX);
    match named {
        None if awaits_fix => form.error(Field::Link, Problem::Missing),
        Some(problem) if problem.kind != Kind::Problem => {
            form.error(Field::Link, Problem::Invalid);
        }
        _ => {}
    }
    form.finish()?;
    let wanted = Waited {
        until,
        problem: named,
        ..wanted
    };
    let Waited {
        reason,
        until,
        problem,
    } = waits(c, wanted, was)?;
    let (to, before) = if c.ticket.state == State::OnHold {
        (State::OnHold, before_hold(c)?)
    } else {
        (c.go(Action::Hold)?, c.ticket.state)
    };
    let note = c.out.optional_text(note);
    let reminders = reminders(c, reason);
    c.out.push(Event::Held {
        to,
        hold: Hold {
            reason,
            until,
            before,
            problem,
            reminders,
        },
        note,
    });
    c.note(internal);
    // One that stood there already is linked.
    if let Some(problem) = problem.filter(|_| problem == named) {
        link::caused_by(c, problem)?;
    }
    Ok(())
}

/// The reminders of a hold: a user who was asked already is reminded as before.
fn reminders(c: &Case<'_>, reason: HoldReason) -> Reminders {
    let before = c.ticket.hold.as_ref();
    match before.filter(|hold| hold.reason == reason) {
        Some(hold) => hold.reminders,
        None => Reminders {
            told: 0,
            next: c.facts.reminded_at.filter(|_| reason == HoldReason::User),
        },
    }
}

/// Merges a change of a running hold, field by field.
fn waits(c: &Case<'_>, wanted: Waited, was: Option<Waited>) -> Result<Waited, Refusal> {
    let Some(hold) = &c.ticket.hold else {
        return Ok(wanted);
    };
    let was = was.as_ref();
    let mut conflicts = Vec::new();
    let reason = merge(
        was.map(|was| &was.reason),
        wanted.reason,
        hold.reason,
        Field::HoldReason,
        &mut conflicts,
    );
    let until = merge(
        was.map(|was| &was.until),
        wanted.until,
        hold.until,
        Field::Until,
        &mut conflicts,
    );
    let problem = merge(
        was.map(|was| &was.problem),
        wanted.problem,
        hold.problem,
        Field::Link,
        &mut conflicts,
    );
    if !conflicts.is_empty() {
        return Err(Refusal::Conflict(conflicts));
    }
    Ok(Waited {
        reason,
        until,
        problem: problem.filter(|_| reason == HoldReason::Problem),
    })
}

/// Returns the state to return to; the first possible one if an import gave an impossible one.
fn before_hold(c: &Case<'_>) -> Result<State, Refusal> {
    let before = c.ticket.hold.as_ref().map(|hold| hold.before);
    c.go_to(Action::Resume, before)
        .or_else(|_| c.go(Action::Resume))
}

pub(super) fn resume(c: &mut Case<'_>) -> Result<(), Refusal> {
    let to = before_hold(c)?;
    c.out.push(Event::Resumed { to });
    Ok(())
}
