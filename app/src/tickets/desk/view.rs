//! The ticket: its timeline from top to bottom, its attributes beside it.

use crate::kernel::context::{title, use_texts};
use crate::queue::address::search_of;
use crate::queue::open_desk::OpenDesk;
use crate::tickets::desk::actions::actions;
use crate::tickets::desk::aside::properties;
use crate::tickets::desk::drafts::{Tab, area};
use crate::tickets::desk::head::head;
use crate::tickets::desk::joined::{ALONE, joined};
use crate::tickets::desk::open::Open;
use crate::tickets::desk::reply::reply;
use crate::tickets::desk::timeline::conversation;
use crate::tickets::forms::dialog::sheet;
use guichet_domain::Ticket;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::tickets::page::TicketPage;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The view of a ticket, rendered anew for each ticket, so that fields keep nothing of another.
#[component]
pub fn TicketView(page: TicketPage, mark: u64) -> impl IntoView {
    view! {
        <For
            each=move || [page.clone()]
            key=|page| page.ticket.id
            children=move |page| ticket(Open::new(page, mark))
        />
    }
}

/// Whether something is being written in one of the boxes.
fn is_writing() -> bool {
    let mut boxes = [Tab::Reply, Tab::Note].into_iter().filter_map(area);
    boxes.any(|area| !area.value().trim().is_empty())
}

fn ticket(open: Open) -> AnyView {
    let texts = use_texts();
    let (desk, navigate) = (OpenDesk::here(), use_navigate());
    let alone = use_query_map().with_untracked(|query| query.get(ALONE).is_some());
    // A ticket that changes its kind is called by its new reference; one that is part of another, by
    // that one's.
    Effect::new(move |before: Option<Reference>| {
        let (own, into) = open
            .page
            .with(|page| (page.ticket.reference(), page.ticket.merged_into()));
        // Nobody is led away from what they are writing.
        let into = into.filter(|_| !alone && !is_writing());
        let reference = into.unwrap_or(own);
        if into.is_some() || before.is_some_and(|before| before != reference) {
            let search = search_of(&desk.query.get_untracked());
            let replaced = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&format!("/desk/{reference}{search}"), replaced);
        }
        reference
    });
    // What is part of another ticket is answered there.
    let is_part = Memo::new(move |_| open.ticket.with(Ticket::is_merged));
    let subject = move || open.body(open.ticket.with(|ticket| ticket.subject));
    view! {
        <Title text=title(subject)/>
        <article class="ticket" aria-labelledby="ticket-title">
            {head(open)}
            {actions(open)}
            {joined(open)}
            {conversation(open)}
            {move || (!is_part.get() || is_writing()).then(|| reply(open))}
        </article>
        <aside class="properties" aria-label=texts.desk.properties>{properties(open)}</aside>
        {sheet(open)}
    }
    .into_any()
}
