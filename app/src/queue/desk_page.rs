//! The agents' desk: the standing views, the queue, and the open ticket.

use crate::kernel::awaited::awaited;
use crate::kernel::context::use_texts;
use crate::kernel::error::ApiError;
use crate::kernel::guard::{Failed, SignedIn};
use crate::live::bus::LiveBus;
use crate::queue::keys::{KeyHelp, watch_keys};
use crate::queue::list::QueueList;
use crate::queue::live::LiveQueue;
use crate::queue::nav::DeskNav;
use crate::queue::open_desk::OpenDesk;
use crate::recurrence::groups::Groups;
use guichet_domain::identity::me::Me;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::queue::page::Queue;
use leptos::prelude::*;
use leptos_router::components::Outlet;

#[component]
pub fn DeskPage() -> impl IntoView {
    let desk = OpenDesk::new();
    provide_context(desk);
    Groups::provide(desk);
    view! {
        <SignedIn children=move |me: Me| {
            if me.actor.role.is_agent() {
                shell(me)
            } else {
                view! { <Failed error=ApiError(Failure::Forbidden)/> }.into_any()
            }
        }/>
    }
}

fn shell(me: Me) -> AnyView {
    let desk = OpenDesk::here();
    let texts = use_texts();
    let bus = LiveBus::here();
    watch_keys();
    let class = move || {
        if desk.has_ticket.get() {
            "desk-shell has-ticket"
        } else {
            "desk-shell"
        }
    };
    let offline = move || {
        let lost = bus.connected.get() == Some(false);
        if lost { texts.common.offline } else { "" }
    };
    // One main landmark, and never one that a small screen hides: the ticket, else the list.
    let ticket_role = move || {
        if desk.has_ticket.get() {
            "main"
        } else {
            "region"
        }
    };
    view! {
        <div class="app desk">
            <a class="skip-link" href="#main">{texts.common.skip}</a>
            <div class=class>
                {awaited(move || {
                    let me = me.clone();
                    async move {
                        let (queue, mark) = desk.queue.await;
                        list(me, queue, mark)
                    }
                })}
                <div class="desk-ticket" id="main" role=ticket_role aria-label=texts.desk.ticket tabindex="-1"><Outlet/></div>
            </div>
            <KeyHelp/>
            <div class="connection" role="status" prop:textContent=offline></div>
            <div class="toast" role="status" prop:textContent=move || desk.toast.get()></div>
        </div>
    }
    .into_any()
}

fn list(me: Me, queue: Result<Queue, ApiError>, mark: u64) -> AnyView {
    match queue {
        Ok(queue) => {
            let queue = LiveQueue::new(queue, mark, me.actor.clone());
            view! { <DeskNav me counts=queue.counts/><QueueList queue/> }.into_any()
        }
        Err(error) => view! { <section class="desk-list"><Failed error/></section> }.into_any(),
    }
}
