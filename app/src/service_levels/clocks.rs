//! The promised times of a ticket, beside it.

use crate::kernel::context::{use_texts, use_zone};
use crate::kernel::minute::use_minute;
use crate::service_levels::due::DueTime;
use crate::service_levels::explained::Explained;
use guichet_domain::TicketId;
use guichet_domain::kernel::promise::Promise;
use guichet_domain::tickets::clock::{Clock, Clocks, Stand};
use guichet_locales::told;
use leptos::prelude::*;

/// The clocks of a ticket, as agents see them; nothing if there are none.
pub fn clocks(ticket: TicketId, clocks: Option<Clocks>) -> AnyView {
    let texts = use_texts();
    let Some(clocks) = clocks else {
        return ().into_any();
    };
    let is_told = |promise: &&Promise| clocks.of(**promise).stand != Stand::Untargeted;
    let told: Vec<Promise> = Promise::ALL.iter().filter(is_told).copied().collect();
    if told.is_empty() {
        return ().into_any();
    }
    let row = |promise: &Promise| {
        let name = told::promise(texts, *promise);
        let value = clock(clocks.of(*promise).clone());
        view! { <dt>{name}</dt><dd>{value}</dd> }
    };
    let rows = told.iter().map(row).collect_view();
    view! {
        <section class="card">
            <h2>{texts.service_levels.title}</h2>
            <dl class="props">{rows}</dl>
            <Explained ticket promises=told.clone()/>
        </section>
    }
    .into_any()
}

fn clock(clock: Clock) -> AnyView {
    if let (Stand::Running, Some(at)) = (clock.stand, clock.due) {
        let soon = clock.soon.unwrap_or(at);
        return view! { <DueTime at soon/> }.into_any();
    }
    let (texts, zone, now) = (use_texts(), use_zone(), use_minute());
    let class = if clock.is_late(now.get_untracked()) {
        "due is-late"
    } else {
        "due"
    };
    let said = move || told::clock(texts, &zone, now.get(), &clock);
    view! { <span class=class>{said}</span> }.into_any()
}
