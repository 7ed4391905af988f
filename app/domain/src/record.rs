//! Recording: how a ticket begins.

use crate::decide::{Decision, Output, evaluated, recorded_priority};
use crate::directory::{FieldKind, Item, ItemField};
use crate::event::{Event, Recorded};
use crate::facts::{Actor, Facts};
use crate::form::{Form, SHORT_MAX, SUBJECT_MAX, TEXT_MAX, one_line};
use crate::ids::*;
use crate::priority::{Impact, Urgency};
use crate::refusal::{Field, Problem, Refusal};
use crate::ticket::*;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is known of a ticket when it is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub kind: Kind,
    pub subject: String,
    pub description: String,
    pub affected: Option<PersonId>,
    /// Who told the desk, where an agent writes down what somebody says for another.
    pub reporter: Option<PersonId>,
    pub channel: Channel,
    pub noticed_at: Option<Timestamp>,
    pub confidential: bool,
    pub service: Option<ServiceId>,
    /// Proposed by whoever reports; the agent who categorises decides.
    pub impact: Option<Impact>,
    pub urgency: Option<Urgency>,
    pub item: Option<ItemId>,
    /// The answers to the item's fields, by key, as they were typed.
    pub fields: BTreeMap<String, String>,
    pub follows: Option<Reference>,
}

/// Records a ticket. `item` is the catalogue item of the draft, where it names one.
///
/// # Errors
/// [`Refusal::Invalid`] names every field that is missing, too long or unknown.
pub fn record(
    draft: &Draft,
    actor: &Actor,
    facts: &Facts,
    item: Option<&Item>,
    id: CommandId,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let mut form = Form::default();
    let mut out = Output::new(id);
    let person = actor.person();
    let subject = form.line(Field::Subject, &draft.subject, SUBJECT_MAX);
    let description = form.optional(Field::Description, &draft.description, TEXT_MAX);
    let affected = draft.affected.or(person);
    // Only who works at the desk writes down what others say; everybody else speaks for themselves.
    let for_others = actor.role.is_agent() || actor.is_system();
    let reporter = if for_others { draft.reporter } else { person };
    let known = |p: PersonId| {
        Some(p) == person || facts.people.as_ref().is_some_and(|all| all.contains(&p))
    };
    if affected.is_none_or(|affected| !known(affected)) {
        form.error(Field::Affected, Problem::Unknown);
    }
    if reporter.is_some_and(|reporter| !known(reporter)) {
        form.error(Field::Person, Problem::Unknown);
    }
    if draft.noticed_at.is_some_and(|noticed| noticed > now) {
        form.error(Field::NoticedAt, Problem::InTheFuture);
    }
    let service = draft.service.or_else(|| item.and_then(|item| item.service));
    let services = facts.services.as_ref().ok_or(Refusal::AskServer)?;
    let service_facts = service.and_then(|service| services.get(&service));
    if service.is_some() && service_facts.is_none() {
        form.error(Field::Service, Problem::Unknown);
    }
    if draft.kind == Kind::Request && !item.is_some_and(|item| item.active) {
        form.error(
            Field::Item,
            if draft.item.is_some() {
                Problem::Unknown
            } else {
                Problem::Missing
            },
        );
    }
    let answers: Vec<(String, Answer)> = item
        .filter(|_| draft.kind == Kind::Request)
        .into_iter()
        .flat_map(|item| &item.fields)
        .filter_map(|field| {
            Some((
                field.key.clone(),
                answer(&mut form, field, draft.fields.get(&field.key))?,
            ))
        })
        .collect();
    form.finish()?;
    let Some(affected) = affected else {
        return Err(Refusal::AskServer);
    };

    let subject = out.text(subject);
    let description = out.optional_text(description);
    let fields = answers
        .into_iter()
        .map(|(field, answer)| FieldAnswer {
            field,
            value: match answer {
                Answer::Text(text) => FieldValue::Text(out.text(text)),
                Answer::Value(value) => value,
            },
        })
        .collect();
    let by_item = item.filter(|_| draft.kind == Kind::Request);
    out.push(Event::Recorded(Box::new(Recorded {
        kind: draft.kind,
        subject,
        description,
        affected,
        reporter: reporter.filter(|reporter| *reporter != affected),
        channel: draft.channel,
        noticed_at: draft.noticed_at,
        confidential: draft.confidential,
        restricted: service_facts.is_some_and(|service| service.restricted),
        service,
        impact: draft.impact,
        urgency: draft.urgency,
        priority: recorded_priority(facts, draft.impact, draft.urgency)?,
        team: by_item
            .map(|item| item.team)
            .or(service_facts.map(|s| s.team))
            .or(facts.first_team),
        item: by_item.map(|item| item.id),
        fields,
        follows: draft.follows,
        external: None,
    })));
    if let Some(standard) = by_item.and_then(|item| item.standard.as_ref()) {
        let impact = (!standard.impact.is_empty()).then(|| out.text(standard.impact.clone()));
        let evaluation = Evaluation {
            feasible: true,
            cost: standard.cost,
            impact,
            standard: true,
        };
        out.push(Event::EvaluationStarted {
            to: State::UnderEvaluation,
        });
        let route = facts.route.as_ref().ok_or(Refusal::AskServer)?;
        evaluated(&mut out, evaluation, route.as_ref())?;
    }
    Ok(out.finish())
}

enum Answer {
    Text(String),
    Value(FieldValue),
}

/// Reads one catalogue field as it was typed.
fn answer(form: &mut Form, field: &ItemField, typed: Option<&String>) -> Option<Answer> {
    let typed = typed.map_or_else(String::new, |typed| one_line(typed));
    if typed.is_empty() {
        if field.required {
            form.named_error(Field::ItemField, &field.key, Problem::Missing);
        }
        return None;
    }
    let value = match &field.kind {
        FieldKind::Text if typed.chars().count() > SHORT_MAX => Err(Problem::TooLong(200)),
        FieldKind::Text => Ok(Answer::Text(typed)),
        FieldKind::Choice { choices } => choices
            .iter()
            .find(|choice| choice.fr == typed || choice.en == typed)
            .map(|choice| Answer::Value(FieldValue::Choice(choice.fr.clone())))
            .ok_or(Problem::Invalid),
        FieldKind::Number { min, max } => typed
            .parse()
            .ok()
            .filter(|number| (*min..=*max).contains(number))
            .map(|number| Answer::Value(FieldValue::Number(number)))
            .ok_or(Problem::Invalid),
        FieldKind::Date => typed
            .parse::<jiff::civil::Date>()
            .map(|date| Answer::Value(FieldValue::Date(date.to_string())))
            .map_err(|_| Problem::Invalid),
    };
    value
        .map_err(|problem| form.named_error(Field::ItemField, &field.key, problem))
        .ok()
}
