//! The draft of a form that the page sends itself: all that it holds, rows that were added with it.

use super::forms::OwnForm;
use crate::drafts::{BackNote, Draft};
use guichet_domain::directory::Entry;
use leptos::prelude::*;

/// Keeps what is typed into the form it stands in, and brings it back. `what` is the form called
/// among the drafts of whoever is signed in; `rests_on`, what it changes as it was shown.
#[component]
pub fn KeepForm(
    form: OwnForm,
    what: String,
    #[prop(optional)] rests_on: Option<StoredValue<Option<Entry>>>,
) -> impl IntoView {
    let draft = Draft::of(what);
    form.keep_in(draft.clone());
    let back = RwSignal::new(false);
    let first = StoredValue::new(form.state.with_untracked(|state| state.values.clone()));
    #[cfg(feature = "hydrate")]
    browser::attend(form, draft, first, rests_on, back);
    #[cfg(not(feature = "hydrate"))]
    let _ = (draft, rests_on);
    let clear = move || {
        back.set(false);
        form.forget_draft();
        form.show(first.get_value());
    };
    view! { <BackNote back clear/> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::OwnForm;
    use crate::drafts::Draft;
    use crate::pages::forms::Values;
    use guichet_domain::directory::Entry;
    use leptos::ev;
    use leptos::prelude::*;
    use std::time::Duration;
    use wasm_bindgen::JsCast;
    use web_sys::{Event, Node};

    pub fn attend(
        form: OwnForm,
        draft: Draft,
        first: StoredValue<Values>,
        rests_on: Option<StoredValue<Option<Entry>>>,
        back: RwSignal<bool>,
    ) {
        Effect::new(move |_| {
            let Some(element) = form.node.get() else {
                return;
            };
            let _ = element.set_attribute("data-draft", "");
            // What would be sent if nobody touched it.
            let untouched = form.typed();
            if let Some(kept) = draft.kept().filter(|kept| kept.typed != untouched) {
                first.set_value(untouched.clone());
                let beside = kept.beside.and_then(|text| crate::json::read(&text).ok());
                if let (Some(rests_on), Some(beside)) = (rests_on, beside) {
                    rests_on.set_value(Some(beside));
                }
                form.show(kept.typed);
                back.set(true);
            }
            let keep = {
                let draft = draft.clone();
                move || {
                    let typed = form.typed();
                    if typed == untouched {
                        draft.forget();
                    } else {
                        let beside = rests_on.and_then(|one| one.try_get_value().flatten());
                        let beside = beside.and_then(|entry| serde_json::to_string(&entry).ok());
                        draft.put_all(typed, beside);
                    }
                }
            };
            let inside = move |event: &Event| {
                let target = event
                    .target()
                    .and_then(|target| target.dyn_into::<Node>().ok());
                element.contains(target.as_ref())
            };
            let (keep_typed, in_typed) = (keep.clone(), inside.clone());
            let input = window_event_listener(ev::input, move |event| {
                if in_typed(&event) {
                    keep_typed();
                }
            });
            let (keep_changed, in_changed) = (keep.clone(), inside.clone());
            let change = window_event_listener(ev::change, move |event| {
                if in_changed(&event) {
                    keep_changed();
                }
            });
            // A row that was added, moved or taken away: after the page shows it.
            let click = window_event_listener(ev::click, move |event| {
                let button = event
                    .target()
                    .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
                let button = button.and_then(|t| t.closest("button[type=button]").ok().flatten());
                if button.is_some() && inside(&event) {
                    set_timeout(keep.clone(), Duration::ZERO);
                }
            });
            on_cleanup(move || {
                for handle in [input, change, click] {
                    handle.remove();
                }
            });
        });
    }
}
