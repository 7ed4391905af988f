//! Whom a call is about: found while one types, or added.

use super::new_person::{NewPerson, is_of_new, new_person};
use crate::api;
use crate::api::ApiError;
use crate::components::{Avatar, ClaimedTag, Moment, PriorityBars, StateTag};
use crate::context::{use_language, use_texts};
use crate::drafts::Draft;
use crate::pages::forms::{OwnForm, Values, go_to};
use guichet_domain::directory::card::Card;
use guichet_domain::directory::team::Department;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::queue::found::Found;
use guichet_domain::tickets::line::Line;
use guichet_locales::{plural, words};
use leptos::prelude::*;
use std::time::Duration;

/// Typing rests this long before the desk is asked.
const REST: Duration = Duration::from_millis(200);

/// One person of the form: the one who is affected, or the one who calls.
#[derive(Clone, Copy)]
pub struct Picker {
    /// Of the field, in the form.
    pub name: &'static str,
    field: Field,
    pub chosen: RwSignal<Option<Found>>,
    found: RwSignal<Option<Result<Vec<Found>, String>>>,
    pub text: RwSignal<String>,
    /// Counts what was typed, so that a late answer to an earlier text is passed over.
    turn: StoredValue<u64>,
    pub new: NewPerson,
    draft: StoredValue<Draft>,
}

impl Picker {
    /// Whoever was chosen before the page was left is found again.
    pub fn new(name: &'static str, field: Field, draft: &Draft) -> Self {
        let picker = Self {
            name,
            field,
            chosen: RwSignal::new(None),
            found: RwSignal::new(None),
            text: RwSignal::new(String::new()),
            turn: StoredValue::new(0),
            new: NewPerson::default(),
            draft: StoredValue::new(draft.clone()),
        };
        Effect::new(move |_| picker.find_again());
        picker
    }

    fn kept_as(self) -> String {
        format!("picked-{}", self.name)
    }

    fn find_again(self) {
        let kept = self.draft.with_value(Draft::kept).unwrap_or_default();
        if kept.typed.keys().any(|field| is_of_new(self, field)) {
            self.new.begin(Values::new());
        }
        let picked = kept.typed.get(&self.kept_as());
        let picked = picked.and_then(|picked| picked.split_once(' '));
        let Some((id, words)) = picked.map(|(id, words)| (id.to_owned(), words.to_owned())) else {
            return;
        };
        leptos::task::spawn_local(async move {
            let found = api::find_people(words).await.unwrap_or_default();
            let same = |found: &Found| found.card.id.to_string() == id;
            let nobody = self.chosen.try_with_untracked(Option::is_none);
            if let (Some(true), Some(found)) = (nobody, found.into_iter().find(same)) {
                self.chosen.set(Some(found));
            }
        });
    }

    /// As on an empty form.
    pub fn start_over(self) {
        self.chosen.set(None);
        self.found.set(None);
        self.text.set(String::new());
    }

    /// Of its input, in the page.
    pub fn id(&self) -> String {
        format!("field-{}", self.name)
    }

    pub fn choose(self, found: Found) {
        let card = &found.card;
        let words = card.email.as_ref().unwrap_or(&card.name);
        let picked = format!("{} {words}", card.id);
        self.draft
            .with_value(|draft| draft.put(&self.kept_as(), &picked, None));
        self.chosen.set(Some(found));
        self.found.set(None);
        self.text.set(String::new());
        self.close_new();
        go_to(format!("#change-{}", self.name));
    }

    /// Keeps what was filled in for somebody.
    pub fn keep(self, field: &str, value: &str) {
        self.draft.with_value(|draft| draft.put(field, value, None));
    }

    /// Closes the form for somebody new; nothing of it is kept.
    pub fn close_new(self) {
        self.draft.with_value(|draft| {
            let kept = draft.kept().unwrap_or_default();
            let of_new = kept.typed.keys().filter(|field| is_of_new(self, field));
            of_new.for_each(|field| draft.take(field));
        });
        self.new.open.set(false);
    }

    fn forget(self) {
        self.draft.with_value(|draft| draft.take(&self.kept_as()));
        self.chosen.set(None);
        go_to(format!("#{}", self.id()));
    }

    fn search(self, text: String) {
        let language = use_language();
        self.turn.update_value(|turn| *turn += 1);
        let mine = self.turn.get_value();
        let current = move || self.turn.try_get_value() == Some(mine);
        self.text.set(text.clone());
        if text.trim().is_empty() {
            self.found.set(None);
            return;
        }
        let ask = async move {
            let answer = api::find_people(text).await;
            if current() {
                let failed = |ApiError(failure)| words::failure(language, &failure);
                self.found.set(Some(answer.map_err(failed)));
            }
        };
        set_timeout(
            move || {
                if current() {
                    leptos::task::spawn_local(ask);
                }
            },
            REST,
        );
    }

    fn choose_first(self) {
        let first = self.found.with_untracked(|found| match found {
            Some(Ok(found)) => found.first().cloned(),
            _ => None,
        });
        if let Some(first) = first {
            self.choose(first);
        }
    }
}

/// The field: a search until somebody is chosen, then their card.
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

/// How many were found, for whoever does not see the list.
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

fn about(language: Language, card: &Card) -> String {
    let department = card.department.as_ref();
    let department = department.map(|label| label.in_language(language).to_owned());
    let known: Vec<String> = card.email.iter().cloned().chain(department).collect();
    known.join(" · ")
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

/// In another tab: the call that is being written down stays.
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
