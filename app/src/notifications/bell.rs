//! The bell, with the number of unread notifications.

use crate::kernel::context::{use_language, use_texts};
use crate::live::bus::LiveBus;
use crate::notifications::api;
use guichet_domain::{ArticleId, TicketId};
use guichet_locales::{plural, up_to_99};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A link to the notifications with the number of unread ones, which is kept up to date. `unread`
/// is the number when the server rendered the page.
#[component]
pub fn Bell(unread: i64) -> impl IntoView {
    let (language, t) = (use_language(), &use_texts().notifications);
    let bus = LiveBus::here();
    // A page that comes later in the same tab knows more than the server did at first.
    if bus.unread.get_untracked().is_none() {
        bus.unread.set(Some(unread));
    }
    let count = Memo::new(move |_| bus.unread.get().unwrap_or(unread));
    let label = move || match count.get() {
        0 => t.bell_none.to_owned(),
        n => plural(language, n, t.bell_one, t.bell_many),
    };
    let shown = move || match count.get() {
        0 => String::new(),
        n => up_to_99(n),
    };
    view! {
        <a class="bell" href="/notifications" title=label>
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
                <path d="M6 17V10.5a6 6 0 0 1 12 0V17l1.5 2h-15zM10 21.5h4"></path>
            </svg>
            <span class="bell-count" hidden=move || count.get() == 0 aria-hidden="true">{shown}</span>
            <span class="visually-hidden">{label}</span>
        </a>
    }
}

/// Marks the notifications of an article as read, when it was opened.
pub fn looked_at_article(article: ArticleId) {
    spawn_local(async move {
        let _ = api::look_at_article(article).await;
    });
}

/// Marks the notifications of a ticket as read, when the ticket was opened or a notification comes
/// while it is open and visible. Requesting a page alone marks nothing.
pub fn looked_at(ticket: TicketId) {
    #[cfg(feature = "hydrate")]
    if document().visibility_state() != web_sys::VisibilityState::Visible {
        return;
    }
    spawn_local(async move {
        // Not reached: then it stays unread, which is no harm.
        let _ = api::look_at_ticket(ticket).await;
    });
}
