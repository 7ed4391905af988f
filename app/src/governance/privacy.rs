//! Export of a person's data, and anonymisation for good.

use crate::governance::api;
use crate::kernel::context::{use_language, use_texts};
use guichet_domain::PersonId;
use guichet_locales::{fill, words};
use leptos::prelude::*;

#[component]
pub fn Privacy(person: PersonId, name: String) -> impl IntoView {
    let (t, language) = (&use_texts().identity, use_language());
    let sure = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let anonymise = move |_| {
        busy.set(true);
        leptos::task::spawn_local(async move {
            let answer = api::anonymise(person).await;
            match answer.unwrap_or_else(|error| Err(error.0)) {
                // Everything that bears the name is read anew.
                Ok(()) => {
                    let _ = window().location().set_href("/admin/people");
                }
                Err(failure) => {
                    failed.try_set(Some(words::failure(language, &failure)));
                    busy.try_set(false);
                }
            }
        });
    };
    let name = [("name", name.as_str())];
    view! {
        <h2>{t.data_title}</h2>
        // The log notes it: no link does that.
        <form class="actions" method="post" action=format!("/admin/people/{person}/data.json")>
            <button class="button">{t.data_export}</button>
        </form>
        <details class="disclosure">
            <summary class="button danger">{t.data_anonymise}</summary>
            <p>{fill(t.data_anonymise_text, &name)}</p>
            <label class="choice">
                <input
                    type="checkbox"
                    name="sure"
                    prop:checked=move || sure.get()
                    on:change=move |event| sure.set(event_target_checked(&event))
                />
                <span>{fill(t.data_anonymise_sure, &name)}</span>
            </label>
            <div role="alert">
                {move || failed.get().map(|said| view! { <p class="error">{said}</p> })}
            </div>
            <p class="actions">
                <button
                    type="button"
                    class="button danger"
                    disabled=move || !sure.get() || busy.get()
                    on:click=anonymise
                >
                    {t.data_anonymise_send}
                </button>
            </p>
        </details>
    }
}
