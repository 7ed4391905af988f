//! Days off from a calendar file, added to those that are typed.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::error::Answer;
use crate::kernel::own_form::OwnForm;
use crate::service_levels::api;
use guichet_domain::directory::calendar_form::written_closures;
use guichet_domain::directory::opening::Closure;
use guichet_locales::words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A choice of a file, whose days are added to the field of that name.
#[component]
pub fn DaysFile(form: OwnForm, field: &'static str) -> impl IntoView {
    let (language, texts) = (use_language(), use_texts());
    let t = &texts.service_levels;
    let said = RwSignal::new(String::new());
    let take = move |answer: Answer<Vec<Closure>>| {
        let text = match answer {
            Ok(Ok(days)) if days.is_empty() => t.ics_none.to_owned(),
            Ok(Ok(days)) => {
                add(form, field, &days);
                String::new()
            }
            Ok(Err(_)) => t.ics_failed.to_owned(),
            Err(error) => words::failure(language, &error.0),
        };
        let _ = said.try_set(text);
    };
    let chosen = move |event: leptos::ev::Event| {
        spawn_local(async move {
            if let Some(text) = text_of(&event).await {
                take(api::calendar_days(text).await);
            }
        });
    };
    view! {
        <div class="field">
            <label for="days-file">{t.ics}</label>
            <p class="hint" id="days-file-hint">{t.ics_hint}</p>
            <input id="days-file" type="file" accept=".ics,text/calendar" aria-describedby="days-file-hint"
                on:change=chosen/>
            <p class="error" role="status">{said}</p>
        </div>
    }
}

/// The text of the chosen file.
async fn text_of(event: &leptos::ev::Event) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let input = event
            .target()?
            .dyn_into::<leptos::web_sys::HtmlInputElement>()
            .ok()?;
        let file = input.files()?.get(0)?;
        let read = wasm_bindgen_futures::JsFuture::from(file.text())
            .await
            .ok()?;
        input.set_value("");
        read.as_string()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        std::future::ready(None).await
    }
}

/// Adds days to those that are typed.
fn add(form: OwnForm, field: &str, days: &[Closure]) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let Some(node) = form.node.get_untracked() else {
            return;
        };
        let field = node
            .query_selector(&format!("[name={field}]"))
            .ok()
            .flatten();
        let field = field.and_then(|field| {
            field
                .dyn_into::<leptos::web_sys::HtmlTextAreaElement>()
                .ok()
        });
        if let Some(field) = field {
            let typed = field.value();
            let between = if typed.is_empty() || typed.ends_with('\n') {
                ""
            } else {
                "\n"
            };
            field.set_value(&format!("{typed}{between}{}", written_closures(days)));
            // Kept and previewed like what is typed.
            for kind in ["input", "change"] {
                let init = leptos::web_sys::EventInit::new();
                init.set_bubbles(true);
                if let Ok(event) = leptos::web_sys::Event::new_with_event_init_dict(kind, &init) {
                    let _ = field.dispatch_event(&event);
                }
            }
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (form, written_closures(days), field);
}
