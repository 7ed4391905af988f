//! The desk without a ticket: an invitation to choose one.

use super::desk_page::Desk;
use crate::context::{title, use_language, use_texts};
use guichet_locales::words;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NoTicket() -> impl IntoView {
    let (language, texts) = (use_language(), use_texts());
    let desk = Desk::here();
    view! {
        <Title text=title(move || words::view(language, desk.query.get().view).to_owned())/>
        <div class="empty">
            <p>{texts.desk.choose}</p>
            <p><a href="/call">{texts.desk.new_call}</a></p>
        </div>
    }
}
