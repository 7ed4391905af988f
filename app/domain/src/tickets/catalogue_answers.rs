//! Requests for a catalogue item: answers to the item's questions, and the evaluation that a
//! standard item carries. Used when a request is recorded and when an incident is converted into
//! one.

use crate::directory::catalogue::{FieldKind, Item, ItemField};
use crate::kernel::form::{Form, SHORT_MAX, one_line};
use crate::kernel::money::Cents;
use crate::kernel::refusal::{Field, Problem, Refusal};
use crate::kernel::time::{read_date, written};
use crate::tickets::decide::evaluated::evaluated;
use crate::tickets::decide::output::Output;
use crate::tickets::evaluation::{Answers, Evaluation, FieldAnswer, FieldValue};
use crate::tickets::facts::Facts;

/// An answer that was read; a text is not yet stored beside the log.
pub(crate) enum Answer {
    Text(String),
    Value(FieldValue),
}

/// Reads the answers and adds an error to the form for each that is wrong.
pub(crate) fn read(form: &mut Form, item: &Item, typed: &Answers) -> Vec<(String, Answer)> {
    let one = |field: &ItemField| {
        let answer = answer(form, field, typed.get(&field.key))?;
        Some((field.key.clone(), answer))
    };
    item.fields.iter().filter_map(one).collect()
}

/// Stores the texts among the answers beside the log.
pub(crate) fn store(out: &mut Output, answers: Vec<(String, Answer)>) -> Vec<FieldAnswer> {
    let one = |(field, answer)| FieldAnswer {
        field,
        value: match answer {
            Answer::Text(text) => FieldValue::Text(out.text(text)),
            Answer::Value(value) => value,
        },
    };
    answers.into_iter().map(one).collect()
}

/// Evaluates a request for a standard item, which carries its own evaluation: the request goes
/// straight to its approvers, or is approved. Does nothing for other items.
pub(crate) fn evaluate(
    out: &mut Output,
    item: &Item,
    fields: &[FieldAnswer],
    facts: &Facts,
) -> Result<(), Refusal> {
    let Some(standard) = &item.standard else {
        return Ok(());
    };
    let impact = Some(standard.impact.clone()).filter(|impact| !impact.is_empty());
    let evaluation = Evaluation {
        feasible: true,
        cost: standard
            .cost
            .map(|each| Cents(each.0.saturating_mul(quantity(item, fields)))),
        impact: out.optional_text(impact),
        standard: true,
    };
    let route = facts.route.as_ref().ok_or(Refusal::AskServer)?;
    evaluated(out, evaluation, route.as_ref())
}

/// Returns how many pieces a request is for: the product of what its questions of quantity were
/// answered; 1 without any.
fn quantity(item: &Item, fields: &[FieldAnswer]) -> i64 {
    let counts = |answer: &&FieldAnswer| {
        let mut fields = item.fields.iter();
        fields.any(|field| field.key == answer.field && field.is_quantity())
    };
    let number = |answer: &FieldAnswer| match answer.value {
        FieldValue::Number(number) => Some(number.max(0)),
        FieldValue::Text(_) | FieldValue::Choice(_) | FieldValue::Date(_) => None,
    };
    let numbers = fields.iter().filter(counts).filter_map(number);
    numbers.fold(1, i64::saturating_mul)
}

/// Reads one answer as typed.
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
        FieldKind::Number { min, max, .. } => typed
            .parse()
            .ok()
            .filter(|number| (*min..=*max).contains(number))
            .map(|number| Answer::Value(FieldValue::Number(number)))
            .ok_or(Problem::Invalid),
        FieldKind::Date => read_date(&typed)
            .map(|date| Answer::Value(FieldValue::Date(written(date))))
            .ok_or(Problem::Invalid),
    };
    value
        .map_err(|problem| form.named_error(Field::ItemField, &field.key, problem))
        .ok()
}
