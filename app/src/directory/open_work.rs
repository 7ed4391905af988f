//! Open tickets of an entry, so that whoever deactivates it knows what is handed on.

use crate::directory::api;
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::error::ApiError;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::open_work::OpenWork;
use guichet_locales::{fill, words};
use leptos::prelude::*;

#[component]
pub fn Open(entry: Entry) -> impl IntoView {
    let (t, language) = (&use_texts().absence, use_language());
    let then = match entry {
        Entry::Person(_) => t.open_person,
        Entry::Team(_) => t.open_team,
        _ => t.open_other,
    };
    // Asked for once the page is awake: the form waits for nothing.
    let work = RwSignal::new(None::<Result<OpenWork, ApiError>>);
    Effect::new(move |_| {
        let entry = entry.clone();
        leptos::task::spawn_local(async move {
            work.try_set(Some(api::open_work(entry).await));
        });
    });
    let said = move || {
        let open = match work.get()? {
            Ok(open) => open,
            Err(error) => {
                let words = words::failure(language, &error.0);
                return Some(view! { <p class="error">{words}</p> }.into_any());
            }
        };
        if open == OpenWork::default() {
            return Some(view! { <p>{t.open_none}</p> }.into_any());
        }
        let line = |text, n: i64| {
            (n > 0).then(|| view! { <li>{fill(text, &[("n", &n.to_string())])}</li> })
        };
        Some(
            view! {
                <ul>
                    {line(t.open_tickets, open.tickets)}
                    {line(t.open_approvals, open.approvals)}
                </ul>
                <p class="hint">{then}</p>
            }
            .into_any(),
        )
    };
    view! {
        <section aria-labelledby="open-work">
            <h2 id="open-work">{t.open_title}</h2>
            <div role="status">{said}</div>
        </section>
    }
}
