//! Keyboard shortcuts, the same on every page of the desk. A key clicks a control that the page
//! shows, so that everything can be done by keyboard and by pointer.

use crate::kernel::context::{use_language, use_texts};
use guichet_domain::kernel::action::Action;
use guichet_locales::words;
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::{ev, web_sys};

/// Listens for keys until the desk is left.
pub fn watch_keys() {
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, |event| {
            if !is_for_us(&event) {
                return;
            }
            if act(&event.key()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Whether a key is a shortcut: not while somebody types or a dialog is open, and not with a
/// modifier.
fn is_for_us(event: &web_sys::KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return false;
    }
    let typing = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|element| element.closest("input, textarea, select").ok().flatten());
    typing.is_none() && find("dialog[open]").is_none()
}

fn act(key: &str) -> bool {
    match key {
        "j" => focus_first(&[
            ".ticket-row:focus-within + .ticket-row .row-link",
            ".ticket-list:not(:focus-within) .ticket-row[aria-current] + .ticket-row .row-link",
            ".ticket-list:not(:focus-within, :has([aria-current])) .row-link",
        ]),
        "k" => focus_first(&[
            ".ticket-row:has(+ .ticket-row:focus-within) .row-link",
            ".ticket-list:not(:focus-within) .ticket-row:has(+ .ticket-row[aria-current]) .row-link",
        ]),
        "/" => find("a[href='/search']").map(|link| link.click()).is_some(),
        "r" | "c" | "t" | "a" | "h" | "e" | "n" | "f" | "?" => find(&format!("[data-key='{key}']"))
            .map(|element| element.click())
            .is_some(),
        _ => false,
    }
}

pub fn find(selector: &str) -> Option<web_sys::HtmlElement> {
    document()
        .query_selector(selector)
        .ok()
        .flatten()?
        .dyn_into()
        .ok()
}

/// Moves the focus to the top of the ticket if the pressed button is gone.
pub fn keep_focus() {
    request_animation_frame(|| {
        if find(":focus").is_none() {
            focus_first(&["#ticket-title"]);
        }
    });
}

pub fn focus_first(selectors: &[&str]) -> bool {
    selectors
        .iter()
        .find_map(|selector| find(selector))
        .map(|element| element.focus())
        .is_some()
}

/// The button that opens the list of keys.
#[component]
pub fn KeyHelpButton() -> impl IntoView {
    let texts = use_texts();
    let open = move |_| {
        let dialog =
            find("#keys").and_then(|found| found.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if let Some(dialog) = dialog {
            let _ = dialog.show_modal();
        }
    };
    view! {
        <button class="button quiet" type="button" data-key="?" aria-keyshortcuts="?" aria-label=texts.desk.keys title=texts.desk.keys on:click=open>
            "?"
        </button>
    }
}

/// The list of keys.
#[component]
pub fn KeyHelp() -> impl IntoView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.desk;
    let dialog = NodeRef::<Dialog>::new();
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let keys = [
        ("J", t.key_next),
        ("K", t.key_previous),
        ("↵", t.key_open),
        ("C", words::action(l, Action::Categorise)),
        ("T", words::action(l, Action::Take)),
        ("A", words::action(l, Action::Assign)),
        ("H", words::action(l, Action::Hold)),
        ("R", words::action(l, Action::Resolve)),
        ("E", t.reply),
        ("N", t.note),
        ("F", t.key_filter),
        ("/", t.key_search),
        ("?", t.key_help),
    ];
    view! {
        <dialog class="sheet" id="keys" node_ref=dialog aria-labelledby="keys-title">
            <div class="sheet-head">
                <h2 id="keys-title">{t.keys}</h2>
                <button class="button quiet" type="button" on:click=close>{texts.common.close}</button>
            </div>
            <dl class="props">
                {keys
                    .into_iter()
                    .map(|(key, what)| view! { <dt>{what}</dt><dd><kbd>{key}</kbd></dd> })
                    .collect_view()}
            </dl>
        </dialog>
    }
}
