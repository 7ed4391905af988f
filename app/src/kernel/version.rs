//! Reloads the page at a quiet moment when the program runs in another version than the one the
//! page came from. Values typed are put back from the drafts.

use crate::live::bus::LiveBus;
use leptos::prelude::*;

/// Follows the version of the program that the live stream announces.
pub fn follow(bus: LiveBus) {
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(running) = bus.build.get() {
            browser::compare(&running);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = bus.build.get_untracked();
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use std::cell::Cell;
    use std::time::Duration;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, Event};

    /// Milliseconds without a key or a click after which a reload interrupts nobody.
    const QUIET: f64 = 20_000.0;
    const LOOK: Duration = Duration::from_secs(2);
    /// Key for the version that this tab has reloaded for, so that it reloads only once for each.
    const RELOADED: &str = "guichet-reloaded-for";

    thread_local! {
        static TOUCHED: Cell<f64> = const { Cell::new(0.0) };
        static WAITING: Cell<bool> = const { Cell::new(false) };
    }

    pub fn compare(running: &str) {
        let root = document().document_element();
        let mine = root.and_then(|root| root.get_attribute("data-build"));
        let storage = window().session_storage().ok().flatten();
        let done = storage.and_then(|storage| storage.get_item(RELOADED).ok().flatten());
        let same = mine.is_none_or(|mine| mine == running);
        if same || done.as_deref() == Some(running) || WAITING.replace(true) {
            return;
        }
        touch();
        for name in ["keydown", "pointerdown", "input"] {
            let _ = window_event_listener_untyped(name, |event| {
                touch();
                leave_for_real(&event);
            });
        }
        wait(running.to_owned());
    }

    fn touch() {
        TOUCHED.set(js_sys::Date::now());
    }

    /// Makes links load whole pages, so that the next page comes from the new version.
    fn leave_for_real(event: &Event) {
        let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href^='/']").ok().flatten());
        if let Some(link) = link {
            let _ = link.set_attribute("rel", "external");
        }
    }

    fn wait(running: String) {
        set_timeout(
            move || {
                if is_quiet() {
                    if let Some(storage) = window().session_storage().ok().flatten() {
                        let _ = storage.set_item(RELOADED, &running);
                    }
                    let _ = window().location().reload();
                } else {
                    wait(running);
                }
            },
            LOOK,
        );
    }

    /// Whether nobody looks or types, no command is on its way, and no value typed would be lost.
    fn is_quiet() -> bool {
        let rested = js_sys::Date::now() - TOUCHED.get() > QUIET;
        let busy = "dialog[open], [aria-busy='true'], .is-pending";
        let busy = document().query_selector(busy).ok().flatten().is_some();
        (document().hidden() || rested) && !busy && !holds_what_no_draft_keeps()
    }

    fn holds_what_no_draft_keeps() -> bool {
        let fields =
            "input[type='file'], form:not([data-draft]) :is(textarea, input:not([type='hidden']))";
        let Ok(all) = document().query_selector_all(fields) else {
            return false;
        };
        let text = |control: &web_sys::Node, property: &str| {
            let value = js_sys::Reflect::get(control, &property.into()).ok();
            value
                .and_then(|value| value.as_string())
                .unwrap_or_default()
        };
        let flag = |control: &web_sys::Node, property: &str| {
            let value = js_sys::Reflect::get(control, &property.into()).ok();
            value.and_then(|value| value.as_bool()).unwrap_or_default()
        };
        (0..all.length()).filter_map(|n| all.get(n)).any(|control| {
            text(&control, "value") != text(&control, "defaultValue")
                || flag(&control, "checked") != flag(&control, "defaultChecked")
        })
    }
}
