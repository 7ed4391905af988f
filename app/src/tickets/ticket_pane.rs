//! The pane of the open ticket.

use crate::kernel::awaited::awaited;
use crate::kernel::guard::Failed;
use crate::queue::open_desk::OpenDesk;
use crate::tickets::desk::view::TicketView;
use leptos::prelude::*;

#[component]
pub fn TicketPane() -> impl IntoView {
    let desk = OpenDesk::here();
    awaited(move || async move {
        let (page, mark) = desk.ticket.await;
        match page {
            Ok(Some(page)) => view! { <TicketView page mark/> }.into_any(),
            Ok(None) => ().into_any(),
            Err(error) => view! { <Failed error/> }.into_any(),
        }
    })
}
