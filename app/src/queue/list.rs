//! The list: its head, its filters, its rows, and its pages.

use crate::kernel::context::{use_language, use_texts};
use crate::queue::address::{is_filtered, search_of};
use crate::queue::filters::filters;
use crate::queue::keys::{KeyHelpButton, focus_first};
use crate::queue::live::{LiveQueue, said};
use crate::queue::open_desk::OpenDesk;
use crate::queue::row::row;
use crate::recurrence::groups::groups;
use guichet_domain::queue::query::QueueQuery;
use guichet_locales::{grouped, words};
use leptos::prelude::*;

#[component]
pub fn QueueList(queue: LiveQueue) -> impl IntoView {
    let (language, texts) = (use_language(), use_texts());
    let desk = OpenDesk::here();
    let title = move || words::view(language, desk.query.get().view);
    let count = move || {
        let query = desk.query.get();
        let count = queue.counts.with(|c| c.get(&query.view.name()).copied());
        // What is filtered is not counted.
        count
            .filter(|_| !is_filtered(&query))
            .map(|n| grouped(language, n))
    };
    let open = is_filtered(&desk.query.get_untracked());
    // The main landmark while no ticket is open.
    let role = move || (!desk.has_ticket.get()).then_some("main");
    view! {
        <section class="desk-list" role=role aria-labelledby="list-title">
            <header class="list-head">
                <h1 id="list-title">{title}</h1>
                {move || count().map(|count| view! { <span class="count">{count}</span> })}
                <div class="actions">
                    <KeyHelpButton/>
                    <details class="filter-toggle" open=open>
                        <summary class="button" aria-keyshortcuts="f" data-key="f">
                            {texts.desk.filter}
                            <kbd aria-hidden="true">"F"</kbd>
                        </summary>
                    </details>
                </div>
            </header>
            // Another query has another form: nothing of the one before stays in its fields.
            <For
                each=move || [search_of(&desk.query.get_untracked())]
                key=String::clone
                children=move |_| filters(queue)
            />
            {groups()}
            <div role="status">{move || news(queue)}</div>
            {move || rows(queue)}
            {move || pages(queue)}
        </section>
    }
}

/// The bar that shows how many new tickets wait.
fn news(queue: LiveQueue) -> AnyView {
    let texts = use_texts();
    let n = queue.news.get();
    let show = move |_| {
        queue.show();
        request_animation_frame(|| {
            focus_first(&[".row-link"]);
        });
    };
    let bar = (n > 0).then(|| {
        let said = said(n);
        view! {
            <p class="list-news">
                <button type="button" on:click=show>
                    <span>{said}</span>
                    " "
                    <span>{texts.desk.show}</span>
                </button>
            </p>
        }
    });
    bar.into_any()
}

fn rows(queue: LiveQueue) -> AnyView {
    let texts = use_texts();
    let desk = OpenDesk::here();
    let lines = queue.lines.get();
    if lines.is_empty() {
        let filtered = is_filtered(&desk.query.get());
        let said = if filtered {
            texts.desk.empty_filtered
        } else {
            texts.desk.empty
        };
        return view! { <div class="empty"><p>{said}</p></div> }.into_any();
    }
    view! { <ol class="ticket-list">{lines.into_iter().map(row).collect_view()}</ol> }.into_any()
}

/// Links to the next page and back to the first.
fn pages(queue: LiveQueue) -> AnyView {
    let texts = use_texts();
    let query = OpenDesk::here().query.get();
    let at = |after: Option<String>| {
        let query = QueueQuery {
            after,
            ..query.clone()
        };
        format!("/desk{}", search_of(&query))
    };
    let first = query
        .after
        .is_some()
        .then(|| view! { <a href=at(None)>{texts.common.first_page}</a> });
    let next = queue
        .next
        .get()
        .map(|next| view! { <a rel="next" href=at(Some(next))>{texts.common.next_page}</a> });
    if first.is_none() && next.is_none() {
        return ().into_any();
    }
    view! { <p class="list-more actions">{first} {next}</p> }.into_any()
}
