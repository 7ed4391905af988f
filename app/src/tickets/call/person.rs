//! The person a call is about: found by typing, or added.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::own_form::OwnForm;
use crate::kernel::tags::{Avatar, ClaimedTag, PriorityBars, StateTag};
use crate::kernel::times::Moment;
use crate::tickets::call::new_person::new_person;
use crate::tickets::call::picker::{Picker, about};
use guichet_domain::directory::team::Department;
use guichet_domain::queue::found::Found;
use guichet_domain::tickets::line::Line;
use guichet_locales::plural;
use leptos::prelude::*;

/// The field: a search until a person is chosen, then their card.
pub fn picker(
    person: Picker,
    form: OwnForm,
    label: &'static str,
    departments: Vec<Department>,
) -> AnyView {
    let language = use_language();
    let error = Memo::new(move |_| {
        let chosen = person.chosen.with(Option::is_some);
        let state = form.state.read();
        state
            .error(language, person.field, None)
            .filter(|_| !chosen)
    });
    let class = move || match error.read().is_some() {
        true => "field has-error",
        false => "field",
    };
    let id = move || {
        person
            .chosen
            .with(|chosen| chosen.as_ref().map(|c| c.card.id.to_string()))
    };
    view! {
        <div class=class>
            <input type="hidden" name=person.name value=move || id().unwrap_or_default()/>
            {move || match person.chosen.get() {
                Some(found) => chosen_card(person, label, found),
                None => search_field(person, form, label, error, departments.clone()),
            }}
        </div>
    }
    .into_any()
}

fn search_field(
    person: Picker,
    form: OwnForm,
    label: &'static str,
    error: Memo<Option<String>>,
    departments: Vec<Department>,
) -> AnyView {
    let t = &use_texts().call;
    let id = person.id();
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = {
        let (hint, error_id) = (hint_id.clone(), error_id.clone());
        move || match error.read().is_some() {
            true => format!("{hint} {error_id}"),
            false => hint.clone(),
        }
    };
    let key = move |ev: leptos::ev::KeyboardEvent| {
        // The first one found, rather than the whole form.
        if ev.key() == "Enter" {
            ev.prevent_default();
            person.choose_first();
        }
    };
    view! {
        <label for=id.clone()>{label}</label>
        <p class="hint" id=hint_id>{t.who_hint}</p>
        <input
            id=id
            type="search"
            autocomplete="off"
            aria-describedby=described
            aria-invalid=move || error.read().is_some().then_some("true")
            on:input=move |ev| person.search(event_target_value(&ev))
            on:keydown=key
        />
        {move || error.get().map(|error| view! { <p class="error" id=error_id.clone()>{error}</p> })}
        <p class="meta" role="status">{move || said(person)}</p>
        <ul class="people-found">{move || results(person)}</ul>
        {new_person(person, form, departments)}
    }
    .into_any()
}

/// The number of people found, for screen readers.
fn said(person: Picker) -> String {
    let (language, t) = (use_language(), &use_texts().call);
    match &*person.found.read() {
        None => String::new(),
        Some(Err(failure)) => failure.clone(),
        Some(Ok(found)) if found.is_empty() => t.found_none.to_owned(),
        Some(Ok(found)) => plural(language, found.len() as i64, t.found_one, t.found_many),
    }
}

fn results(person: Picker) -> AnyView {
    let t = &use_texts().call;
    let found = match person.found.get() {
        Some(Ok(found)) => found,
        _ => Vec::new(),
    };
    found
        .into_iter()
        .map(|found| {
            let name = found.card.name.clone();
            let about = about(use_language(), &found.card);
            view! {
                <li>
                    <Avatar name=name.clone()/>
                    <div>
                        <strong>{name.clone()}</strong>
                        <p class="meta">{about}</p>
                    </div>
                    <button type="button" class="button" on:click=move |_| person.choose(found.clone())>
                        {t.choose_person}
                        <span class="visually-hidden">" " {name}</span>
                    </button>
                </li>
            }
        })
        .collect_view()
        .into_any()
}

fn chosen_card(person: Picker, label: &'static str, found: Found) -> AnyView {
    let t = &use_texts().call;
    let about = about(use_language(), &found.card);
    let name = found.card.name;
    let none = found.last.is_empty();
    view! {
        <section class="card" aria-label=label>
            <div class="person-card">
                <Avatar name=name.clone()/>
                <h2>{name}</h2>
                <p>{about}</p>
            </div>
            <div class="actions">
                <button type="button" class="button" id=format!("change-{}", person.name)
                    on:click=move |_| person.forget()>{t.change_person}</button>
            </div>
            <h3>{t.last_tickets}</h3>
            {none.then(|| view! { <p class="meta">{t.no_tickets}</p> })}
            <ul class="ticket-list">{found.last.into_iter().map(last_ticket).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// The person's last ticket, which opens in another tab so that the call form stays.
fn last_ticket(line: Line) -> AnyView {
    let t = &use_texts().call;
    let summary = line.summary;
    let reference = summary.reference.to_string();
    view! {
        <li class="ticket-row">
            <a class="row-link" href=format!("/desk/{reference}") target="_blank">
                <PriorityBars priority=summary.priority/>
                <span class="row-subject">{summary.subject}</span>
                <span class="row-time"><Moment at=summary.updated_at/></span>
                <span class="row-meta">
                    <span class="ref">{reference.clone()}</span>
                    <StateTag kind=summary.reference.kind state=summary.state hold=summary.hold/>
                    <ClaimedTag claimed=summary.claimed/>
                    <span class="visually-hidden">{t.new_tab}</span>
                </span>
            </a>
        </li>
    }
    .into_any()
}
