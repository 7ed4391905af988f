//! A due time in words, coloured only where it matters.

use crate::kernel::context::{use_language, use_texts, use_zone};
use crate::kernel::minute::use_minute;
use guichet_domain::Timestamp;
use guichet_locales::told::{self, Pressing};
use leptos::prelude::*;

/// Class of a due time by how pressing it is.
pub const fn class_of(pressing: Pressing) -> &'static str {
    match pressing {
        Pressing::No => "due",
        Pressing::Soon => "due is-soon",
        Pressing::Late => "due is-late",
    }
}

/// How far a due time is, kept up to date.
#[component]
pub fn DueTime(at: Timestamp, soon: Timestamp) -> impl IntoView {
    let (language, texts, zone) = (use_language(), use_texts(), use_zone());
    let now = use_minute();
    let full = told::with_weekday(language, &zone, at);
    let class = move || class_of(Pressing::at(now.get(), soon, at));
    let said = move || told::due(texts, &zone, now.get(), at);
    view! { <time class=class datetime=at.rfc3339() title=full>{said}</time> }
}
