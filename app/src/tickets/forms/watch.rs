//! The form that adds a watcher: found by name, chosen, added.

use crate::directory::api;
use crate::kernel::context::{use_language, use_texts};
use crate::queue::keys::find;
use crate::tickets::forms::sheet::{Sheet, Typed, wrong};
use crate::tickets::forms::sheet_fields::{Asked, line, radios};
use guichet_domain::PersonId;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::queue::found::Found;
use guichet_domain::tickets::command::Command;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

pub fn form(sheet: Sheet) -> AnyView {
    let t = &use_texts().desk;
    let people = found(sheet, t.watch_pick);
    let search = people.search;
    let fields = view! {
        {line(sheet, Asked::new(Field::Name, "text", t.watch_search), "search")}
        <div><button class="button" type="button" on:click=move |_| search.run(())>{t.watch_search_button}</button></div>
        {people.view}
    };
    let read = move |typed: &Typed| match typed.parsed("person").map(PersonId) {
        Some(person) => Ok(Command::Watch { person }),
        None => {
            // Enter in the field asks for the people, not for a watcher yet.
            search.run(());
            Err(wrong(Field::Person, Problem::Missing))
        }
    };
    sheet.plain(read, fields.into_any())
}

/// A choice of people found by a search.
pub struct People {
    /// Searches for the text in the field `text`.
    pub search: Callback<()>,
    /// List of the people found.
    pub view: AnyView,
}

/// A search for people by the text in the field `text`; the one chosen is in the field `person`,
/// whose label is `pick`.
pub fn found(sheet: Sheet, pick: &'static str) -> People {
    let (l, t) = (use_language(), &use_texts().desk);
    let found = RwSignal::new(None::<Vec<Found>>);
    let search = Callback::new(move |()| {
        let text = find("#sheet-text").and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
        let text = text.map(|input| input.value()).unwrap_or_default();
        spawn_local(async move {
            match api::find_people(text).await {
                Ok(people) => drop(found.try_set(Some(people))),
                Err(error) => drop(sheet.failure.try_set(Some(error.0))),
            }
        });
    });
    let people = move || match found.get() {
        None => ().into_any(),
        Some(people) if people.is_empty() => view! { <p>{t.watch_none}</p> }.into_any(),
        Some(people) => {
            let asked = Asked::new(Field::Person, "person", pick);
            let options = people.into_iter().map(|found| named(l, found)).collect();
            untrack(|| radios(sheet, asked, options, RwSignal::new(String::new())))
        }
    };
    let view = view! { <div role="status">{people}</div> }.into_any();
    People { search, view }
}

/// A person, with what distinguishes them from others of the same name.
fn named(l: Language, found: Found) -> (String, String) {
    let card = found.card;
    let department = card.department.map(|label| label.in_language(l).to_owned());
    let parts = [Some(card.name), department, card.email];
    let label = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    (card.id.to_string(), label)
}
