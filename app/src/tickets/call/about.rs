//! The subject of a call: description, service, time, and severity.

use crate::kernel::context::{use_language, use_texts, use_zone};
use crate::kernel::fields::{SelectField, TextAreaField, TextField};
use crate::kernel::own_form::{OwnForm, Values, number, value};
use crate::kernel::tags::PriorityBars;
use crate::knowledge::suggest::{Stands, Suggestions};
use crate::tickets::call::draft::{chosen, kind, place};
use crate::tickets::call::item::questions;
use crate::tickets::chosen_item::ChosenItem;
use guichet_domain::directory::choices::Choices;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::priority::{Impact, Matrix, Urgency};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::{CategoryId, ServiceId};
use guichet_locales::{fill, words};
use leptos::prelude::*;

type Options = Vec<(String, String)>;

/// The call form, and values derived from it.
#[derive(Clone, Copy)]
pub struct Call {
    pub form: OwnForm,
    /// The present values, for controls that depend on others.
    pub typed: RwSignal<Values>,
    pub item: ChosenItem,
}

impl Call {
    pub fn is_request(self) -> bool {
        kind(&self.typed.read()) == Kind::Request
    }
}

pub fn scale<T: PartialEq + Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Options {
    let named = all.iter().map(|one| (place(all, one), word(*one).into()));
    named.collect()
}

fn named<I: ToString>(all: &[(I, Label)]) -> Options {
    let language = use_language();
    let named = all
        .iter()
        .map(|(id, label)| (id.to_string(), label.in_language(language).into()));
    named.collect()
}

/// Incident or request: a problem is made from an incident.
pub fn kinds(call: Call) -> AnyView {
    let (language, t) = (use_language(), &use_texts().call);
    let first = call.form.state.with_untracked(|state| state.value("kind"));
    let mut options = scale(Kind::ALL, |one| words::kind(language, one));
    options.retain(|(value, _)| *value != place(Kind::ALL, &Kind::Problem));
    view! { <crate::kernel::fields::Choice name="kind" legend=t.kind options value=first required=true/> }
        .into_any()
}

/// Fields for the caller's words, and for the channel.
pub fn told(call: Call, choices: &Choices) -> AnyView {
    let (language, zone, t) = (use_language(), use_zone(), &use_texts().call);
    let state = call.form.state.get();
    let error = |field| state.error(language, field, None);
    let word = |field| words::field(language, field);
    // What comes by the portal, and what the desk finds itself, is not entered here.
    let mut channels = scale(Channel::ALL, |one| words::channel(language, one));
    let elsewhere = [Channel::Portal, Channel::Desk].map(|one| place(Channel::ALL, &one));
    channels.retain(|(value, _)| !elsewhere.contains(value));
    let hint = fill(t.noticed_hint, &[("zone", &zone.name)]);
    view! {
        <div hidden=move || !call.is_request()>
            <SelectField name="item" label=word(Field::Item) options=named(&choices.items)
                value=state.value("item") error=error(Field::Item) required=true/>
        </div>
        <TextField name="subject" label=word(Field::Subject) hint=t.subject_hint value=state.value("subject")
            error=error(Field::Subject) required=true max=Some(200)/>
        <Suggestions field="field-subject" stands=Stands::Beside for_another=true/>
        <TextAreaField name="description" label=word(Field::Description) value=state.value("description")
            error=error(Field::Description) rows=6/>
        <div hidden=move || !call.is_request()>{move || questions(call.form, call.item)}</div>
        <div class="field-row">
            <SelectField name="channel" label=t.channel options=channels value=state.value("channel")
                error=None required=true/>
            <TextField name="noticed-at" kind="datetime-local" label=t.noticed_at hint value=state.value("noticed-at")
                error=error(Field::NoticedAt)/>
        </div>
    }
    .into_any()
}

/// The agent's categorisation, with the resulting priority shown at once.
pub fn proposal(call: Call, choices: &Choices) -> AnyView {
    let (language, t) = (use_language(), &use_texts().call);
    let state = call.form.state.get();
    let error = |field| state.error(language, field, None);
    let word = |field| words::field(language, field);
    let impacts = scale(Impact::ALL, |one| words::impact(language, one));
    let urgencies = scale(Urgency::ALL, |one| words::urgency(language, one));
    let matrix = choices.matrix.clone();
    let offered = choices.categories.clone();
    let confidential = state.values.contains_key("confidential");
    view! {
        <fieldset class="form">
            <legend>{t.proposal}</legend>
            <p class="hint">{t.proposal_hint}</p>
            <SelectField name="service" label=word(Field::Service) options=named(&choices.services)
                value=state.value("service") error=error(Field::Service)/>
            <div class="form" hidden=move || call.is_request()>
                {move || categories(call, &offered)}
                <div class="field-row">
                    <SelectField name="impact" label=word(Field::Impact) options=impacts value=state.value("impact")
                        error=error(Field::Impact)/>
                    <SelectField name="urgency" label=word(Field::Urgency) options=urgencies
                        value=state.value("urgency") error=error(Field::Urgency)/>
                </div>
                <p id="proposed-priority" role="status">{t.priority} " " {move || priority(call, &matrix)}</p>
            </div>
        </fieldset>
        <label class="choice">
            <input type="checkbox" name="confidential" checked=confidential/>
            <span>{t.confidential}</span>
        </label>
    }
    .into_any()
}

/// The categories of the chosen service.
fn categories(call: Call, all: &[(ServiceId, CategoryId, Label)]) -> AnyView {
    let language = use_language();
    let service: Option<i64> = number(&call.typed.read(), "service");
    let of_service = all
        .iter()
        .filter(|(of, _, _)| Some(of.0) == service)
        .map(|(_, id, label)| (id.to_string(), label.in_language(language).to_owned()));
    let options: Options = of_service.collect();
    let state = call.form.state.get();
    let value = value(&call.form.typed(), "category").to_owned();
    let error = state.error(language, Field::Category, None);
    let label = words::field(language, Field::Category);
    let hint = use_texts().call.category_hint;
    view! { <SelectField name="category" label options value error hint/> }.into_any()
}

fn priority(call: Call, matrix: &Matrix) -> AnyView {
    let (language, t) = (use_language(), &use_texts().call);
    let typed = call.typed.read();
    let impact = chosen(Impact::ALL, &typed, "impact");
    let urgency = chosen(Urgency::ALL, &typed, "urgency");
    let Some((impact, urgency)) = impact.zip(urgency) else {
        return view! { <span class="meta">{t.priority_none}</span> }.into_any();
    };
    let priority = matrix.priority(impact, urgency);
    let name = words::priority(language, priority);
    view! {
        <PriorityBars priority/>
        <span class="priority-name">{name}</span>
    }
    .into_any()
}
