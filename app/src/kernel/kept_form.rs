//! The draft of a form that the page sends itself, including rows that were added to it.

use crate::kernel::drafts::{BackNote, Draft};
use crate::kernel::own_form::OwnForm;
use guichet_domain::directory::entry::Entry;
use leptos::prelude::*;

/// Keeps the values typed into the form around it, and puts them back. `what` names the draft among
/// those of the person signed in; `rests_on` is the entry as the form showed it.
#[component]
pub fn KeepForm(
    form: OwnForm,
    what: String,
    #[prop(optional)] rests_on: Option<StoredValue<Option<Entry>>>,
) -> impl IntoView {
    let draft = Draft::of(what);
    form.keep_in(draft.clone());
    form.start();
    let back = RwSignal::new(false);
    let rested_on = rests_on.map(|one| one.get_value());
    #[cfg(feature = "hydrate")]
    browser::attend(form, draft, rests_on, back);
    #[cfg(not(feature = "hydrate"))]
    let _ = draft;
    let clear = move || {
        back.set(false);
        form.forget_draft();
        if let (Some(rests_on), Some(before)) = (rests_on, rested_on.clone()) {
            rests_on.set_value(before);
        }
        form.begin_again(form.first());
    };
    view! { <BackNote back clear/> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::OwnForm;
    use crate::kernel::drafts::{Draft, Kept};
    use crate::kernel::own_form::Values;
    use guichet_domain::directory::entry::Entry;
    use leptos::ev;
    use leptos::prelude::*;
    use std::time::Duration;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, Event};

    /// Delay after a click until the page shows its effect, and a form that begins anew has been
    /// reset.
    const SHOWN: Duration = Duration::from_millis(60);

    type RestsOn = Option<StoredValue<Option<Entry>>>;

    pub fn attend(form: OwnForm, draft: Draft, rests_on: RestsOn, back: RwSignal<bool>) {
        Effect::new(move |_| {
            let Some(element) = form.node.get() else {
                return;
            };
            let _ = element.set_attribute("data-draft", "");
            let (untouched, typed) = (form.untouched(), form.typed());
            let kept = draft.kept().filter(|kept| kept.typed != untouched);
            // What it rests on has another form by now: what it would overwrite is not known.
            if let Some(kept) = kept.filter(|kept| take_up(rests_on, kept)) {
                let command = kept.command().filter(|_| typed == untouched);
                form.take_up(newer(kept.typed, &typed, &untouched), command);
                back.set(true);
            }
            let keep = {
                let (draft, untouched) = (draft.clone(), untouched.clone());
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
            if typed != untouched && !back.get_untracked() {
                keep();
            }
            // A row that is taken away is out of the form before this is heard.
            let inside = move |event: &Event| event.composed_path().includes(&element, 0);
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
                let button = event.target().and_then(|t| t.dyn_into::<Element>().ok());
                let button = button.and_then(|t| t.closest("button[type=button]").ok().flatten());
                if button.is_some() && inside(&event) {
                    set_timeout(keep.clone(), SHOWN);
                }
            });
            on_cleanup(move || {
                for handle in [input, change, click] {
                    handle.remove();
                }
            });
        });
    }

    /// Restores the entry that the form was based on when its draft was kept. `false` if it cannot
    /// be read.
    fn take_up(rests_on: RestsOn, kept: &Kept) -> bool {
        let (Some(rests_on), Some(beside)) = (rests_on, &kept.beside) else {
            return true;
        };
        match crate::kernel::json::read(beside) {
            Ok(entry) => {
                rests_on.set_value(Some(entry));
                true
            }
            Err(_) => false,
        }
    }

    /// The kept values, overridden by those typed before the page was awake.
    fn newer(mut kept: Values, typed: &Values, untouched: &Values) -> Values {
        for (name, value) in typed {
            if untouched.get(name) != Some(value) {
                kept.insert(name.clone(), value.clone());
            }
        }
        kept
    }
}
