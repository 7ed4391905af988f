//! The ticket that is shown, kept up to date.

use crate::kernel::json;
use crate::live::bus::LiveBus;
use crate::live::passed_on::Live;
use crate::notifications::bell::looked_at;
use crate::tickets::api;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::{CommandId, evolve};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// Applies events of the ticket from now on. The signal is true once this person may no longer see
/// it.
pub fn follow_ticket(page: RwSignal<TicketPage>, mark: u64) -> RwSignal<bool> {
    let gone = RwSignal::new(false);
    let bus = LiveBus::here();
    let (id, cursor) = page.with_untracked(|page| (page.ticket.id, page.cursor.clone()));
    // Where an earlier part is shown, it is that one that is read again.
    let before = page.with_untracked(|page| page.later.then_some(page.first + page.history.len()));
    Effect::new(move |_| {
        bus.open(cursor.clone());
        looked_at(id);
    });
    let read_again = move || {
        spawn_local(async move {
            // An answer that may not know what came meanwhile is asked for once more.
            loop {
                let mark = bus.mark();
                match api::ticket(id, before).await {
                    Ok(_) if mark != bus.mark() => continue,
                    Ok(fresh) => drop(page.try_set(fresh)),
                    Err(error) if error.0 == Failure::NotFound => drop(gone.try_set(true)),
                    // The stream comes back, and says so again.
                    Err(_) => {}
                }
                return;
            }
        });
    };
    bus.follow(mark, move |live| match live {
        Live::Update(update) if update.reference.id == id => {
            let known = before.is_none()
                && update
                    .read(json::branch)
                    .is_ok_and(|update| page.try_update(|page| fold(page, update)) != Some(true));
            if !known {
                read_again();
            }
        }
        Live::Gone(ticket) if ticket == id => gone.set(true),
        Live::Reload => read_again(),
        Live::Unread(_) => looked_at(id),
        Live::Update(_) | Live::Gone(_) | Live::Feedback(_) | Live::Groups(_) => {}
    });
    gone
}

/// Applies an update to the page. Whether it tells of names, or of other tickets, that only the server
/// knows.
fn fold(page: &mut TicketPage, update: guichet_domain::live::message::Update) -> bool {
    let known: BTreeSet<CommandId> = page.history.iter().map(|e| e.command).collect();
    let mut names_missing = false;
    page.texts.extend(update.texts);
    page.people.extend(update.people);
    page.service = update.line.service;
    for envelope in update.events {
        if known.contains(&envelope.command) || page.precedes(&envelope) {
            continue;
        }
        names_missing |= matches!(
            envelope.event,
            Event::Categorised { .. }
                | Event::ResolvedAtFirstContact(_)
                | Event::HandedOver { .. }
                | Event::Converted { .. }
                | Event::Merge(_)
        );
        page.forget(&envelope);
        let ticket = std::mem::replace(&mut page.ticket, Ticket::unrecorded(update.reference.id));
        page.ticket = evolve(ticket, &envelope);
        page.history.push(envelope);
    }
    names_missing
}
