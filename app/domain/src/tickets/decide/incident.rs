//! Incidents: categorise, diagnose, resolve.

use crate::kernel::action::Action;
use crate::kernel::form::{Form, REASON_MAX, TEXT_MAX};
use crate::kernel::ids::{ServiceId, TextId};
use crate::kernel::priority::Priority;
use crate::kernel::reference::Kind;
use crate::kernel::refusal::{Field, Problem, Refusal, Why};
use crate::tickets::cause::asks_cause;
use crate::tickets::classification::Classification;
use crate::tickets::command::{Categorisation, Cause, Solution};
use crate::tickets::decide::case::Case;
use crate::tickets::decide::merge::merge;
use crate::tickets::event::Event;
use crate::tickets::facts::ServiceFacts;
use crate::tickets::hold::Hold;
use crate::tickets::resolution::Resolution;
use crate::tickets::view::in_scope;
use crate::tickets::workflow::State;

pub(crate) fn categorise(c: &mut Case<'_>, form: Categorisation) -> Result<(), Refusal> {
    // Only the first time changes the state; a later categorisation never takes it back.
    let to = if c.ticket.state == State::New && c.ticket.kind == Kind::Incident {
        c.go(Action::Categorise)?
    } else {
        c.ticket.state
    };
    let event = categorised(c, form, to)?;
    let service = match &event {
        Event::Categorised {
            classification,
            restricted: true,
            ..
        } => Some(classification.service),
        _ => None,
    };
    c.out.push(event);
    // A ticket put on hold before it was categorised returns to the categorised state.
    if let Some(hold) = c
        .ticket
        .hold
        .as_ref()
        .filter(|hold| hold.before == State::New)
    {
        let hold = Hold {
            before: State::Categorised,
            ..hold.clone()
        };
        c.out.push(Event::Held {
            to,
            hold,
            note: None,
        });
    }
    to_its_team(c, service);
    Ok(())
}

/// Hands a ticket of a restricted service over to the service's team, which alone may see it.
fn to_its_team(c: &mut Case<'_>, restricted: Option<ServiceId>) {
    let services = c.facts.services.as_ref();
    let team = restricted
        .and_then(|service| services?.get(&service))
        .map(|facts| facts.team);
    if let Some(team) = team.filter(|team| c.ticket.team != Some(*team)) {
        c.out.push(Event::HandedOver { team, note: None });
    }
}

fn categorised(c: &mut Case<'_>, form: Categorisation, to: State) -> Result<Event, Refusal> {
    let matrix = c.facts.matrix.as_ref().ok_or(Refusal::AskServer)?;
    let services = c.facts.services.as_ref().ok_or(Refusal::AskServer)?;
    let mut check = Form::default();
    let service = check.chosen(Field::Service, form.service);
    let category = check.chosen(Field::Category, form.category);
    let impact = check.chosen(Field::Impact, form.impact);
    let urgency = check.chosen(Field::Urgency, form.urgency);
    let mut facts: Option<&ServiceFacts> = None;
    if let Some(service) = service {
        facts = services.get(&service);
        match (facts, category) {
            (None, _) => check.error(Field::Service, Problem::Unknown),
            (Some(facts), Some(category)) if !facts.categories.contains(&category) => {
                check.error(Field::Category, Problem::Invalid);
            }
            _ => {}
        }
    }
    let override_reason = match (form.priority, impact, urgency) {
        (Some(priority), Some(impact), Some(urgency))
            if priority != matrix.priority(impact, urgency) =>
        {
            Some(check.required(Field::Reason, &form.reason, REASON_MAX))
        }
        _ => None,
    };
    check.finish()?;
    let (Some(service), Some(category), Some(impact), Some(urgency), Some(facts)) =
        (service, category, impact, urgency, facts)
    else {
        return Err(Refusal::AskServer);
    };
    let wanted = Classification {
        service,
        category,
        impact,
        urgency,
    };
    let other = form.priority.filter(|_| override_reason.is_some());
    let (classification, other) = merged(c, form.was, wanted, form.was_priority, other)?;
    let from_matrix = matrix.priority(classification.impact, classification.urgency);
    // A priority equal to the matrix's is no override, even if somebody else has changed impact or
    // urgency since.
    let overridden = other.filter(|priority| *priority != from_matrix);
    let reason = match override_reason.filter(|_| form.priority == other) {
        Some(reason) => overridden.map(|_| c.out.text(reason)),
        // The override of somebody else stays, with their reason.
        None => overridden.and(c.ticket.internal.priority_reason),
    };
    let restricted = services
        .get(&classification.service)
        .unwrap_or(facts)
        .restricted;
    // Everybody was told of it.
    if restricted && c.ticket.is_major() {
        return Err(Refusal::Impossible {
            action: Action::Categorise,
            why: Why::IsMajor,
        });
    }
    Ok(Event::Categorised {
        to,
        priority: overridden.unwrap_or(from_matrix),
        restricted,
        classification,
        reason,
    })
}

/// Merges the form with the current classification field by field, the overriding priority
/// included.
fn merged(
    c: &Case<'_>,
    was: Option<Classification>,
    wanted: Classification,
    was_other: Option<Priority>,
    other: Option<Priority>,
) -> Result<(Classification, Option<Priority>), Refusal> {
    let Some(current) = c.ticket.classification() else {
        return Ok((wanted, other));
    };
    let was = was.as_ref();
    let mut conflicts = Vec::new();
    // A category means nothing without its service, so the two are merged as one field.
    let (service, category) = merge(
        was.map(|was| (was.service, was.category)).as_ref(),
        (wanted.service, wanted.category),
        (current.service, current.category),
        Field::Category,
        &mut conflicts,
    );
    let impact = merge(
        was.map(|was| &was.impact),
        wanted.impact,
        current.impact,
        Field::Impact,
        &mut conflicts,
    );
    let urgency = merge(
        was.map(|was| &was.urgency),
        wanted.urgency,
        current.urgency,
        Field::Urgency,
        &mut conflicts,
    );
    let other = merge(
        Some(&was_other),
        other,
        c.ticket.other_priority(),
        Field::Priority,
        &mut conflicts,
    );
    if !conflicts.is_empty() {
        return Err(Refusal::Conflict(conflicts));
    }
    let classification = Classification {
        service,
        category,
        impact,
        urgency,
    };
    Ok((classification, other))
}

pub(super) fn diagnose(c: &mut Case<'_>) -> Result<(), Refusal> {
    let to = c.go(Action::Diagnose)?;
    c.out.push(Event::DiagnosisStarted { to });
    Ok(())
}

/// Starts the diagnosis of a categorised incident when the first finding or cause is recorded. The
/// incident needs an assignee.
fn start_if_categorised(c: &mut Case<'_>, action: Action) -> Result<(), Refusal> {
    if c.ticket.kind == Kind::Incident && c.ticket.state == State::Categorised {
        if c.ticket.assignee.is_none() {
            return Err(Refusal::Impossible {
                action,
                why: Why::NeedsAssignee,
            });
        }
        diagnose(c)?;
    }
    Ok(())
}

pub(super) fn add_finding(c: &mut Case<'_>, text: &str) -> Result<(), Refusal> {
    start_if_categorised(c, Action::AddFinding)?;
    let text = c.required(Field::Text, text, TEXT_MAX)?;
    c.out.push(Event::FindingAdded { text });
    Ok(())
}

pub(super) fn record_cause(
    c: &mut Case<'_>,
    text: &str,
    was: Option<TextId>,
) -> Result<(), Refusal> {
    start_if_categorised(c, Action::RecordCause)?;
    let text = c.required(Field::Cause, text, TEXT_MAX)?;
    if c.ticket.internal.cause != was {
        return Err(Refusal::Conflict(vec![Field::Cause]));
    }
    c.out.push(Event::CauseRecorded { text });
    Ok(())
}

pub(super) fn resolve(c: &mut Case<'_>, solution: Solution) -> Result<(), Refusal> {
    let to = c.go(Action::Resolve)?;
    let ticket = c.ticket;
    let category = ticket.service.zip(ticket.category);
    let asked = asks_cause(ticket, ticket.priority, category, c.facts);
    let event = resolved(c, solution, to, false, asked)?;
    c.out.push(event);
    Ok(())
}

pub(crate) fn resolve_at_first_contact(
    c: &mut Case<'_>,
    categorisation: Categorisation,
    solution: Solution,
) -> Result<(), Refusal> {
    let to = c.go(Action::ResolveAtFirstContact)?;
    let person = c.actor.person();
    let recorder = c.ticket.recorded_by.person() == person;
    let first = c.ticket.first_owner == person;
    let counts = person.is_some() && c.ticket.hand_overs == 0 && (recorder || first);
    // Both forms are checked before either refuses, so that every wrong field is named at once.
    let named = categorisation.service.zip(categorisation.category);
    let categorised = categorised(c, categorisation, State::New);
    let asked = match &categorised {
        Ok(Event::Categorised { priority, .. }) => asks_cause(c.ticket, *priority, named, c.facts),
        // What it is about is wrong already.
        _ => named.is_some() && asks_cause(c.ticket, Priority::Moderate, named, c.facts),
    };
    let resolved = resolved(c, solution, to, counts, asked);
    let (categorised, resolved) = match (categorised, resolved) {
        (Err(Refusal::Invalid(mut a)), Err(Refusal::Invalid(b))) => {
            a.extend(b);
            return Err(Refusal::Invalid(a));
        }
        (categorised, resolved) => (categorised?, resolved?),
    };
    let (
        Event::Categorised {
            classification,
            priority,
            restricted,
            reason,
            ..
        },
        Event::Resolved {
            resolution,
            closes_at,
            cause,
            ..
        },
    ) = (categorised, resolved)
    else {
        return Err(Refusal::AskServer);
    };
    let service = restricted.then_some(classification.service);
    // Whoever resolved it is in charge of it, if they see it then.
    let team = c.facts.services.as_ref().and_then(|services| {
        let team = services.get(&service?)?.team;
        Some(team)
    });
    let team = team.or(c.ticket.team);
    let stays = in_scope(restricted || c.ticket.confidential, team, c.actor);
    let owner = person.filter(|person| stays && c.ticket.assignee != Some(*person));
    to_its_team(c, service);
    if let Some(to) = owner {
        c.out.push(Event::Assigned { to });
    }
    c.out.push(Event::ResolvedAtFirstContact(Box::new(
        crate::tickets::event::FirstContact {
            to,
            classification,
            priority,
            restricted,
            priority_reason: reason,
            resolution,
            closes_at,
            cause,
        },
    )));
    Ok(())
}

fn resolved(
    c: &mut Case<'_>,
    solution: Solution,
    to: State,
    first_contact: bool,
    asks_cause: bool,
) -> Result<Event, Refusal> {
    let mut check = Form::default();
    let missing = Problem::Missing;
    if solution.permanence.is_none() {
        check.named_error(Field::Value, "permanence", missing);
    }
    if solution.code.is_none() {
        check.named_error(Field::Value, "code", missing);
    }
    let notes = check.required(Field::Notes, &solution.notes, TEXT_MAX);
    let cause_known = match &solution.cause {
        Some(Cause::Unknown(_)) => false,
        Some(Cause::AsRecorded | Cause::Known(_)) => true,
        None => c.ticket.internal.cause.is_some() && !c.ticket.internal.cause_unknown,
    };
    let cause = match solution.cause {
        None if asks_cause => {
            check.named_error(Field::Value, "cause", missing);
            None
        }
        None => None,
        Some(Cause::AsRecorded) => {
            let internal = &c.ticket.internal;
            if internal.cause.is_none() || internal.cause_unknown {
                check.error(Field::Cause, Problem::Missing);
            }
            None
        }
        Some(Cause::Known(text) | Cause::Unknown(text)) => {
            Some(check.required(Field::Cause, &text, TEXT_MAX))
        }
    };
    check.finish()?;
    let (Some(permanence), Some(code)) = (solution.permanence, solution.code) else {
        return Err(Refusal::AskServer);
    };
    let notes = c.out.text(notes);
    let cause: Option<TextId> = c.out.optional_text(cause);
    Ok(Event::Resolved {
        to,
        resolution: Resolution {
            permanence,
            code,
            notes,
            first_contact,
            cause_known,
            at: c.now,
        },
        closes_at: c.facts.closes_at,
        cause,
        with: None,
    })
}
