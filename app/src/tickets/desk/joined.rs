//! What the ticket is part of, and what is part of it.

use crate::kernel::context::{now, use_texts};
use crate::kernel::times::Moment;
use crate::tickets::desk::open::Open;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::merging::Joined;
use guichet_locales::fill;
use leptos::prelude::*;

/// Parameter of the address at which a ticket that is part of another is shown by itself.
pub const ALONE: &str = "alone";

pub fn joined(open: Open) -> AnyView {
    let parts = Memo::new(move |_| open.ticket.with(|ticket| ticket.joined.clone()));
    let into = Memo::new(move |_| {
        open.ticket
            .with(|ticket| Some(ticket.merged.as_ref()?.into))
    });
    view! {
        {move || into.get().map(part_of)}
        {move || parts.with(|parts| parts.iter().map(|part| line(open, part)).collect_view())}
    }
    .into_any()
}

/// The way to the ticket that this one is part of, if the viewer may see it.
fn part_of(into: Option<Reference>) -> AnyView {
    let t = &use_texts().merge;
    let link = into.map(|into| {
        let label = fill(t.open, &[("ref", &into.to_string())]);
        view! { " " <a href=format!("/desk/{into}")>{label}</a> }
    });
    view! { <div class="notice notice-info"><p>{t.merged} {link}</p></div> }.into_any()
}

/// A ticket that is part of this one; the way to it, and back.
fn line(open: Open, part: &Joined) -> AnyView {
    let t = &use_texts().merge;
    let from = part.from;
    let href = format!("/desk/{from}?{ALONE}=1");
    let undo = part.can_be_undone(now()).then(|| {
        view! {
            <button class="button" type="button" on:click=move |_| open.act(Command::Unmerge { from })>
                {t.undo}
            </button>
        }
    });
    view! {
        <div class="notice notice-info merged">
            <p>
                {fill(t.joined, &[("ref", &from.to_string())])} " · " <Moment at=part.at/>
                " · " <a href=href>{t.alone}</a>
            </p>
            {undo}
        </div>
    }
    .into_any()
}
