use crate::kernel::context::{load, use_texts};
use crate::kernel::frame::{Loaded, Portal};
use crate::queue::api;
use crate::tickets::card::TicketCard;
use guichet_domain::tickets::line::Line;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// Filter in the address: all tickets, or those under way or finished; and the cursor of the page.
type Query = (Option<bool>, Option<String>);

/// All tickets of the reader, the newest first.
#[component]
pub fn TicketsPage() -> impl IntoView {
    let t = &use_texts().portal;
    let query = use_query_map();
    let query = Memo::new(move |_| -> Query {
        query.with(|query| {
            let open = query.get("open").and_then(|open| open.parse().ok());
            (open, query.get("after"))
        })
    });
    let tickets = load(
        move || query.get(),
        |(open, after)| api::my_tickets(open, after),
    );
    let tab = move |open: Option<bool>, label: &'static str| {
        let current = move || (query.get().0 == open).then_some("page");
        view! { <a href=address(open, None) aria-current=current>{label}</a> }
    };
    view! {
        <Title text=t.tickets_title/>
        <Portal narrow=true let:_me>
            <h1>{t.tickets_title}</h1>
            <nav class="tabs-nav" aria-label=t.tickets_filter>
                {tab(None, t.tickets_all)}
                {tab(Some(true), t.tickets_open)}
                {tab(Some(false), t.tickets_done)}
            </nav>
            <Loaded resource=tickets let:read>
                <List lines=read.0 next=read.1 query=query.get_untracked()/>
            </Loaded>
        </Portal>
    }
}

fn address(open: Option<bool>, after: Option<&str>) -> String {
    let open = open.map(|open| format!("open={open}"));
    let after = after.map(|after| format!("after={after}"));
    let query: Vec<String> = open.into_iter().chain(after).collect();
    if query.is_empty() {
        "/tickets".to_owned()
    } else {
        format!("/tickets?{}", query.join("&"))
    }
}

#[component]
fn List(lines: Vec<Line>, next: Option<String>, query: Query) -> impl IntoView {
    let texts = use_texts();
    let t = &texts.portal;
    let (open, after) = query;
    let first = after.map(|_| {
        view! { <a href=address(open, None)>{texts.common.first_page}</a> }
    });
    let next = next.map(|next| {
        view! { <a class="button" href=address(open, Some(&next))>{texts.common.next_page}</a> }
    });
    let list = if lines.is_empty() {
        view! {
            <div class="empty">
                <p><strong>{t.tickets_none}</strong></p>
                <p>{t.tickets_none_text}</p>
                <a class="button" href="/report">{t.way_report}</a>
            </div>
        }
        .into_any()
    } else {
        view! {
            <ul class="ticket-cards">
                {lines.into_iter().map(|line| view! { <TicketCard line/> }).collect_view()}
            </ul>
        }
        .into_any()
    };
    view! {
        {list}
        <p class="list-more actions">{first} {next}</p>
    }
}
