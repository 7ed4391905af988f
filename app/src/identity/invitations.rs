//! Inviting everybody at once who has no password yet.

use crate::identity::api;
use crate::kernel::context::{use_language, use_texts};
use guichet_locales::{fill, plural, words};
use leptos::prelude::*;

/// How many people have no password yet, and the button that invites them; nothing if all have one.
#[component]
pub fn Invitations() -> impl IntoView {
    let (l, t) = (use_language(), &use_texts().admin);
    // Asked for once the page is awake: the list waits for nothing.
    let waiting = RwSignal::new(0_usize);
    let said = RwSignal::new(None::<(bool, String)>);
    Effect::new(move |_| {
        leptos::task::spawn_local(async move {
            if let Ok(people) = api::uninvited().await {
                waiting.try_set(people);
            }
        });
    });
    let invite = move |_| {
        leptos::task::spawn_local(async move {
            let answer = api::invite_all().await;
            let words = match answer.unwrap_or_else(|error| Err(error.0)) {
                Ok(people) => {
                    waiting.try_set(0);
                    (true, fill(t.invited_all, &[("n", &people.to_string())]))
                }
                Err(failure) => (false, words::failure(l, &failure)),
            };
            said.try_set(Some(words));
        });
    };
    let offer = move || {
        let people = waiting.get();
        (people > 0).then(|| {
            let n = i64::try_from(people).unwrap_or(i64::MAX);
            let words = plural(l, n, t.uninvited_one, t.uninvited_many);
            view! {
                <div class="notice notice-info">
                    <p>{words}</p>
                    <button type="button" class="button" on:click=invite>{t.invite_all}</button>
                </div>
            }
        })
    };
    view! {
        <div role="status">
            {move || {
                said.get()
                    .map(|(is_done, words)| {
                        let kind = if is_done { "notice notice-done" } else { "notice notice-error" };
                        view! { <div class=kind><p>{words}</p></div> }
                    })
            }}
        </div>
        {offer}
    }
}
