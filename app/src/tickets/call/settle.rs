//! What settles a call at once: the solution of an incident, or the answer to a request.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::fields::{SelectField, TextAreaField};
use crate::tickets::call::about::{Call, scale};
use guichet_domain::kernel::refusal::Field;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_locales::words;
use leptos::prelude::*;

/// The box to tick, and the fields that belong to it.
pub fn settlement(call: Call) -> AnyView {
    let t = &use_texts().call;
    // What is read here must not make the form anew.
    let on = call
        .form
        .state
        .with_untracked(|state| state.values.contains_key("settle"));
    let settles = RwSignal::new(on);
    let possible = Memo::new(move |_| {
        !call.is_request()
            || call
                .item
                .loaded
                .with(|item| matches!(item, Some(Ok(item)) if item.is_answered_at_once()))
    });
    let label = move || match call.is_request() {
        true => t.answer_now,
        false => t.resolve_now,
    };
    let shown = move |request: bool| settles.get() && call.is_request() == request;
    view! {
        <div class="form" hidden=move || !possible.get()>
            <label class="choice">
                <input type="checkbox" name="settle" checked=on disabled=move || !possible.get()
                    on:change=move |ev| settles.set(event_target_checked(&ev))/>
                <span>{label}</span>
            </label>
            <div class="form" hidden=move || !shown(false)>{move || solution(call)}</div>
            <div class="form" hidden=move || !shown(true)>{move || answer(call)}</div>
        </div>
    }
    .into_any()
}

fn solution(call: Call) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let (t, d) = (&texts.call, &texts.desk);
    let state = call.form.state.get();
    let named = |name| state.error(l, Field::Value, Some(name));
    let ways = scale(Permanence::ALL, |one| words::permanence(l, one));
    let codes = scale(ResolutionCode::ALL, |one| words::resolution_code(l, one));
    let causes = [("known", d.cause_known), ("unknown", d.cause_unknown)];
    let causes = causes.map(|(value, label)| (value.to_owned(), label.to_owned()));
    view! {
        <div class="field-row">
            <SelectField name="permanence" label=d.how_solved options=ways value=state.value("permanence")
                error=named("permanence") required=true/>
            <SelectField name="code" label=d.code options=codes value=state.value("code")
                error=named("code") required=true/>
        </div>
        <TextAreaField name="notes" label=t.solution_text hint=d.notes_hint value=state.value("notes")
            error=state.error(l, Field::Notes, None) required=true/>
        <div class="internal form">
            <SelectField name="cause" label=d.cause hint=t.cause_hint options=causes.to_vec() value=state.value("cause")
                error=named("cause")/>
            <TextAreaField name="cause-text" label=t.cause_text value=state.value("cause-text") rows=3
                error=state.error(l, Field::Cause, None)/>
        </div>
    }
    .into_any()
}

fn answer(call: Call) -> AnyView {
    let (l, t) = (use_language(), &use_texts().call);
    let state = call.form.state.get();
    // An incident's message is another field.
    let error = state
        .error(l, Field::Notes, None)
        .filter(|_| call.is_request());
    view! {
        <TextAreaField name="done" label=t.answer_text hint=use_texts().desk.done_hint value=state.value("done")
            error required=true/>
    }
    .into_any()
}
