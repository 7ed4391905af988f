//! What the call form cannot offer as long as the desk is not set up, and where that is done.

use crate::directory::tabs::START;
use crate::kernel::context::use_texts;
use guichet_domain::directory::choices::Choices;
use leptos::prelude::*;

/// What to do without services or without a catalogue; nothing if there are both.
pub fn lacking(choices: &Choices, administers: bool) -> Option<AnyView> {
    let t = &use_texts().beginning;
    let no_service = choices.services.is_empty().then_some(t.call_no_service);
    let no_item = choices.items.is_empty().then_some(t.call_no_item);
    (no_service.is_some() || no_item.is_some()).then(|| {
        view! {
            <div class="notice notice-info">
                {no_service.map(|said| view! { <p>{said}</p> })}
                {no_item.map(|said| view! { <p>{said}</p> })}
                {administers.then(|| view! { <p><a href=START>{t.unfinished_go}</a></p> })}
            </div>
        }
        .into_any()
    })
}
