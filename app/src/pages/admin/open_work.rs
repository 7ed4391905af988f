//! What is open for an entry, so that whoever deactivates it knows what they hand on.

use crate::api;
use crate::context::use_texts;
use crate::locales::fill;
use guichet_domain::directory::Entry;
use guichet_domain::wire::OpenWork;
use leptos::prelude::*;

#[component]
pub fn Open(entry: Entry) -> impl IntoView {
    let t = &use_texts().absence;
    let then = match entry {
        Entry::Person(_) => t.open_person,
        Entry::Team(_) => t.open_team,
        _ => t.open_other,
    };
    // Asked for once the page is awake: the form waits for nothing.
    let work = RwSignal::new(None::<OpenWork>);
    Effect::new(move |_| {
        let entry = entry.clone();
        leptos::task::spawn_local(async move {
            if let Ok(open) = api::open_work(entry).await {
                work.try_set(Some(open));
            }
        });
    });
    let said = move || {
        let open = work.get()?;
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
