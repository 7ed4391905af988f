//! What a calendar or a service level comes to, while it is filled in.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::own_form::{OwnForm, Values};
use crate::service_levels::api;
use crate::service_levels::explained::sum;
use guichet_domain::directory::entry::Entry;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::service_levels::sample::{Sample, Samples};
use guichet_locales::{fill, told, words};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Reads an entry from the values of the form.
pub type Read = Arc<dyn Fn(&Values) -> Result<Entry, Refusal> + Send + Sync>;

/// The preview at the end of the form, made anew with each change of it.
#[component]
pub fn Preview(form: OwnForm, read: Read) -> impl IntoView {
    let t = &use_texts().service_levels;
    let samples = RwSignal::new(Samples::default());
    let at = NodeRef::<html::Input>::new();
    // Only the answer to the last question counts.
    let asked = StoredValue::new(0_u32);
    let ask = move || {
        // The form may be there still when this is not: it is made anew once it was refused.
        let (Some(before), Some(input)) = (asked.try_get_value(), at.try_get_untracked()) else {
            return;
        };
        let entry = read(&form.typed());
        let when = input.map(|input| input.value()).unwrap_or_default();
        let mine = before + 1;
        asked.set_value(mine);
        spawn_local(async move {
            let found = match entry {
                Ok(entry) => api::preview_promises(entry, when).await.unwrap_or_default(),
                Err(_) => Samples::default(),
            };
            if asked.try_get_value() == Some(mine) {
                let _ = samples.try_set(found);
            }
        });
    };
    #[cfg(feature = "hydrate")]
    follow(form, ask);
    #[cfg(not(feature = "hydrate"))]
    let _ = ask;
    view! {
        <section class="card preview" aria-labelledby="preview-title">
            <h3 id="preview-title">{t.preview}</h3>
            <div class="field">
                <label for="preview-at">{t.preview_at}</label>
                <input id="preview-at" type="datetime-local" node_ref=at/>
            </div>
            <div aria-live="polite">
                {move || {
                    let samples = samples.get().samples;
                    if samples.is_empty() {
                        view! { <p class="quiet">{t.preview_none}</p> }.into_any()
                    } else {
                        view! { <ul class="samples">{samples.into_iter().map(told).collect_view()}</ul> }.into_any()
                    }
                }}
            </div>
        </section>
    }
}

/// Asks once the form is there, and with each change of it.
#[cfg(feature = "hydrate")]
fn follow(form: OwnForm, ask: impl Fn() + Clone + 'static) {
    use leptos::wasm_bindgen::JsCast;
    use leptos::wasm_bindgen::closure::Closure;
    Effect::new(move |_| {
        let Some(node) = form.node.get() else {
            return;
        };
        let again = ask.clone();
        // It lives as long as the form, which it is removed with.
        let changed = Closure::<dyn Fn()>::new(again).into_js_value();
        let _ = node.add_event_listener_with_callback("change", changed.unchecked_ref());
        ask();
    });
}

fn told(sample: Sample) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.service_levels;
    let zone = &sample.explanation.zone;
    let what = format!(
        "{}, {}",
        words::kind(l, sample.kind),
        words::priority(l, sample.priority).to_lowercase()
    );
    let at = told::with_weekday(l, zone, sample.at);
    let due = sample.due.map(|due| told::in_a_sentence(l, zone, due));
    let said = match &due {
        Some(due) => fill(
            t.preview_says,
            &[
                ("what", &what),
                ("at", &at),
                (
                    "promise",
                    &told::promise(texts, sample.promise).to_lowercase(),
                ),
                ("due", due),
            ],
        ),
        None => fill(t.preview_never, &[("what", &what), ("at", &at)]),
    };
    view! {
        <li>
            <details>
                <summary>{said}</summary>
                {sum(&sample.explanation)}
            </details>
        </li>
    }
    .into_any()
}
