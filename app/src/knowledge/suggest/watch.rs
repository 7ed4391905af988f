//! Listening to the field that somebody types in.

use crate::directory::api;
use crate::knowledge::suggest::finder::find;
use crate::knowledge::suggest::{Suggested, has_a_word_of};
use guichet_domain::directory::disruption::{Announcement, Phase};
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::index::SUGGESTED;
use leptos::ev;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

/// Number of letters from which on something is suggested.
const ENOUGH: usize = 3;

pub fn watch(field: &'static str, suggested: Suggested, language: Language) {
    let is_read = StoredValue::new(!suggested.is_signed_in);
    let look = move |text: String| {
        suggested.closed.try_set(false);
        suggest(&text, suggested, language);
        if is_read.try_get_value() == Some(false) {
            is_read.try_set_value(true);
            read_disruptions(suggested);
        }
    };
    let typed = window_event_listener(ev::input, move |event| {
        if let Some(text) = text_of(&event, field) {
            look(text);
        }
    });
    let keys = window_event_listener(ev::keydown, move |event| {
        press(&event, field, suggested);
    });
    // What was typed until now.
    let here = document().get_element_by_id(field);
    let here = here.and_then(|here| here.dyn_into::<HtmlInputElement>().ok());
    if let Some(here) = here.filter(|here| here.value().chars().count() >= ENOUGH) {
        look(here.value());
    }
    on_cleanup(move || {
        typed.remove();
        keys.remove();
    });
}

pub fn text_of(event: &Event, field: &str) -> Option<String> {
    let target = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    (target.id() == field).then(|| target.value())
}

fn suggest(text: &str, suggested: Suggested, language: Language) {
    if text.trim().chars().count() < ENOUGH {
        suggested.articles.try_set(Vec::new());
        suggested.text.try_set(String::new());
        return;
    }
    // What is typed meanwhile is looked for again once the newest index is there.
    let again = move || {
        if let Some(text) = suggested
            .text
            .try_get_untracked()
            .filter(|text| !text.is_empty())
        {
            suggest(&text, suggested, language);
        }
    };
    let found = find(text, SUGGESTED, language, again);
    suggested.text.try_set(text.to_owned());
    let same = suggested
        .articles
        .try_with_untracked(|before| *before == found);
    if same == Some(false) {
        suggested.articles.try_set(found);
    }
    show_disruptions(suggested);
}

thread_local! {
    /// Disruptions going on, as they were read last.
    static GOING: RefCell<Vec<Announcement>> = const { RefCell::new(Vec::new()) };
}

fn read_disruptions(suggested: Suggested) {
    leptos::task::spawn_local(async move {
        if let Ok(mut open) = api::announcements().await {
            open.retain(|one| one.phase == Phase::Current);
            GOING.with_borrow_mut(|going| *going = open);
            show_disruptions(suggested);
        }
    });
}

/// Those that have a word of what is typed, in either language.
fn show_disruptions(suggested: Suggested) {
    let Some(text) = suggested.text.try_get_untracked() else {
        return;
    };
    let shown = GOING.with_borrow(|going| {
        let going = going.iter().filter(|one| has_a_word_of(&said(one), &text));
        going.cloned().collect::<Vec<_>>()
    });
    suggested.disruptions.try_set(shown);
}

fn said(one: &Announcement) -> String {
    let (title, message) = (&one.title, &one.message);
    [&title.fr, &message.fr, &title.en, &message.en]
        .map(String::as_str)
        .join(" ")
}

/// The arrows lead from the field into the list and through it; Escape closes it.
fn press(event: &KeyboardEvent, field: &str, suggested: Suggested) {
    let Some(list) = document().get_element_by_id(&format!("suggestions-{field}")) else {
        return;
    };
    let Some(at) = event.target().and_then(|at| at.dyn_into::<Element>().ok()) else {
        return;
    };
    let in_field = at.id() == field;
    if !in_field && !list.contains(Some(&at)) || list.has_attribute("hidden") {
        return;
    }
    let links = list.query_selector_all("a").ok();
    let link = |n: u32| links.as_ref()?.get(n)?.dyn_into::<HtmlElement>().ok();
    let count = links.as_ref().map_or(0, web_sys::NodeList::length);
    let here = (0..count).find(|n| link(*n).is_some_and(|link| link.is_same_node(Some(&at))));
    let to_field = || {
        document()
            .get_element_by_id(field)
            .and_then(|field| field.dyn_into::<HtmlElement>().ok())
    };
    let to = match (event.key().as_str(), here) {
        ("Escape", _) => {
            suggested.closed.try_set(true);
            to_field()
        }
        ("ArrowDown", None) => link(0),
        ("ArrowDown", Some(n)) => link(n + 1),
        ("ArrowUp", Some(0)) => to_field(),
        ("ArrowUp", Some(n)) => link(n - 1),
        _ => return,
    };
    if let Some(to) = to {
        event.prevent_default();
        let _ = to.focus();
    }
}
