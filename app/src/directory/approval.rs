//! Approvers of a catalogue item, and its cost if that is known beforehand.

use crate::directory::parts::{Options, put, tick, tick_box, ticked};
use crate::directory::rows::{Rows, Words, row_list};
use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::fields::{SelectField, TextAreaField, TextField};
use crate::kernel::own_form::{OwnForm, Values, lines, number, several, value, wrong};
use guichet_domain::PersonId;
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::StandardEvaluation;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Form value that lists the numbers of the rows of approvers.
pub const NAME: &str = "approvers";

fn of(number: u32) -> String {
    format!("approver-{number}")
}

/// The approval policy in words, for the table of items.
pub fn in_words(policy: &ApprovalPolicy, directory: &Directory) -> String {
    let t = &use_texts().admin;
    match policy {
        ApprovalPolicy::Nobody => use_texts().common.none.to_owned(),
        ApprovalPolicy::LineManager => t.manager.to_owned(),
        ApprovalPolicy::People { people, .. } => {
            let people = people.iter().filter_map(|id| directory.people.get(id));
            let names: Vec<&str> = people.map(|person| person.name.as_str()).collect();
            names.join(", ")
        }
    }
}

pub fn put_policy(values: &mut Values, policy: &ApprovalPolicy) {
    put(values, "rule", "all");
    let by = match policy {
        ApprovalPolicy::Nobody => "nobody",
        ApprovalPolicy::LineManager => "manager",
        ApprovalPolicy::People { people, rule } => {
            let numbers = 1..=u32::try_from(people.len()).unwrap_or_default();
            put(values, NAME, lines(numbers.clone()));
            for (n, person) in numbers.zip(people) {
                put(values, &of(n), person);
            }
            if *rule == ApprovalRule::OneOf {
                put(values, "rule", "one");
            }
            "people"
        }
    };
    put(values, "approval", by);
}

pub fn read_policy(values: &Values) -> ApprovalPolicy {
    match value(values, "approval") {
        "manager" => ApprovalPolicy::LineManager,
        "people" => {
            let rows = several::<u32>(values, NAME).into_iter();
            let people: BTreeSet<PersonId> = rows
                .filter_map(|n| number(values, &of(n)).map(PersonId))
                .collect();
            let rule = if value(values, "rule") == "one" {
                ApprovalRule::OneOf
            } else {
                ApprovalRule::All
            };
            ApprovalPolicy::People { people, rule }
        }
        _ => ApprovalPolicy::Nobody,
    }
}

pub fn put_standard(values: &mut Values, standard: Option<&StandardEvaluation>) {
    tick(values, "standard", standard.is_some());
    if let Some(standard) = standard {
        if let Some(Cents(cents)) = standard.cost {
            put(
                values,
                "cost",
                format!("{},{:02}", cents / 100, cents % 100),
            );
        }
        put(values, "impact", &standard.impact);
    }
}

pub fn read_standard(values: &Values, errors: &mut Vec<FieldError>) -> Option<StandardEvaluation> {
    if !ticked(values, "standard") {
        return None;
    }
    let cost = cents(value(values, "cost")).unwrap_or_else(|()| {
        errors.push(wrong(Field::Cost, None, Problem::Invalid));
        None
    });
    Some(StandardEvaluation {
        cost,
        impact: value(values, "impact").trim().to_owned(),
    })
}

/// Parses an amount as people type it: with a comma or a point, spaces and the euro sign.
fn cents(text: &str) -> Result<Option<Cents>, ()> {
    let kept = |c: &char| !c.is_whitespace() && *c != '€';
    let text: String = text.chars().filter(kept).collect();
    if text.is_empty() {
        return Ok(None);
    }
    let (euros, rest) = text.split_once([',', '.']).unwrap_or((&text, ""));
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if euros.is_empty() || rest.len() > 2 || !digits(euros) || !digits(rest) {
        return Err(());
    }
    let euros: i64 = euros.parse().map_err(|_| ())?;
    let rest: i64 = format!("{rest:0<2}").parse().map_err(|_| ())?;
    let cents = euros.checked_mul(100).and_then(|all| all.checked_add(rest));
    cents.map(|cents| Some(Cents(cents))).ok_or(())
}

/// Fields for the policy: nobody, the line manager, or people by name.
pub fn policy_fields(form: OwnForm, approvers: Rows, people: Options) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let state = form.state.get();
    let by = RwSignal::new(state.value("approval"));
    let choice = |name: &'static str, value: &'static str, label: &'static str| {
        let checked = state.value(name) == value;
        view! {
            <label class="choice">
                <input type="radio" name=name value=value checked=checked/>
                <span>{label}</span>
            </label>
        }
    };
    let words = Words {
        legend: t.approver_n,
        add: t.add_approver,
        movable: false,
    };
    let error = state.error(language, Field::Person, None);
    let describedby = error.is_some().then_some("field-approvers-error");
    view! {
        <fieldset class="choices" on:change=move |ev| by.set(event_target_value(&ev))>
            <legend>{t.approval}</legend>
            {choice("approval", "nobody", t.approval_nobody)}
            {choice("approval", "manager", t.approval_manager)}
            {choice("approval", "people", t.approval_people)}
        </fieldset>
        <div class="form" hidden=move || *by.read() != "people">
            <fieldset class="choices">
                <legend>{t.rule}</legend>
                {choice("rule", "one", t.rule_one)}
                {choice("rule", "all", t.rule_all)}
            </fieldset>
            <fieldset class="form" aria-describedby=describedby>
                <legend>{t.approvers}</legend>
                {error.map(|error| view! { <p class="error" id="field-approvers-error">{error}</p> })}
                {row_list(approvers, words, move |n| approver(&form.state.get(), n, people.clone()))}
            </fieldset>
        </div>
    }
    .into_any()
}

fn approver(state: &FormState, n: u32, people: Options) -> AnyView {
    let t = &use_texts().admin;
    view! {
        <SelectField name=of(n) label=t.name options=people value=state.value(&of(n)) required=true error=None/>
    }
    .into_any()
}

/// Fields of a standard item, which brings its own evaluation.
pub fn standard_fields(state: &FormState) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let shown = RwSignal::new(ticked(&state.values, "standard"));
    let error = state.error(language, Field::Cost, None);
    view! {
        <fieldset class="form">
            <legend>{t.standard}</legend>
            <div on:change=move |ev| shown.set(event_target_checked(&ev))>
                {tick_box(state, "standard", t.standard_label)}
            </div>
            <div class="form" hidden=move || !shown.get()>
                <TextField name="cost" label=t.cost hint=t.cost_hint value=state.value("cost") error max=Some(20)/>
                <TextAreaField name="impact" label=t.impact value=state.value("impact") rows=3 error=None/>
            </div>
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_people_type_them() {
        for (typed, read) in [
            ("240", Ok(Some(Cents(24_000)))),
            ("12,50", Ok(Some(Cents(1_250)))),
            ("12.5", Ok(Some(Cents(1_250)))),
            ("1\u{a0}200,00 €", Ok(Some(Cents(120_000)))),
            (" ", Ok(None)),
            ("-3", Err(())),
            ("1,234", Err(())),
            ("beaucoup", Err(())),
            ("99999999999999999999", Err(())),
        ] {
            assert_eq!(cents(typed), read, "{typed}");
        }
    }
}
