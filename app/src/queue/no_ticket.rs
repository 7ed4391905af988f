//! The desk without a ticket: an invitation to choose one.

use crate::kernel::context::{title, use_language, use_texts};
use crate::queue::open_desk::OpenDesk;
use guichet_locales::words;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NoTicket() -> impl IntoView {
    let (language, texts) = (use_language(), use_texts());
    let desk = OpenDesk::here();
    view! {
        <Title text=title(move || words::view(language, desk.query.get().view).to_owned())/>
        <div class="empty">
            <p>{texts.desk.choose}</p>
            <p><a href="/call">{texts.desk.new_call}</a></p>
        </div>
    }
}
