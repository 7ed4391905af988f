//! Wakes up what suggests, when somebody first types into the field: until then a page does without
//! its code.

use crate::knowledge::suggest::Suggested;
use crate::knowledge::suggest::watch::{text_of, watch};
use crate::rooms::Unreachable;
use guichet_domain::kernel::language::Language;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

pub fn wake(field: &'static str, suggested: Suggested, language: Language) {
    let Some(owner) = Owner::current() else {
        return;
    };
    let begun = StoredValue::new(false);
    let begin = move || {
        if begun.try_update_value(|begun| std::mem::replace(begun, true)) != Some(false) {
            return;
        }
        let owner = owner.clone();
        spawn_local(async move {
            // Where it does not come, the next key asks for it again.
            if watch_field(field, suggested, language, owner)
                .await
                .is_err()
            {
                begun.try_set_value(false);
            }
        });
    };
    let begin_typed = begin.clone();
    let typed = window_event_listener(ev::input, move |event| {
        if text_of(&event, field).is_some() {
            begin_typed();
        }
    });
    // What was typed before the page was awake, or was put back.
    Effect::new(move |_| {
        let here = document().active_element();
        let here = here.and_then(|here| here.dyn_into::<HtmlInputElement>().ok());
        if here.is_some_and(|here| here.id() == field && here.value() != here.default_value()) {
            begin();
        }
    });
    on_cleanup(move || typed.remove());
}

#[leptos::wasm_split::wasm_split(watch_field, wasm_split_path = leptos::wasm_split, fallible)]
fn watch_field(
    field: &'static str,
    suggested: Suggested,
    language: Language,
    owner: Owner,
) -> Result<(), Unreachable> {
    // The page may have been left meanwhile.
    if suggested.text.try_get_untracked().is_some() {
        owner.with(|| watch(field, suggested, language));
    }
    Ok(())
}
