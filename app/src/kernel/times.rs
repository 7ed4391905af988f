//! Times on a page.

use crate::kernel::context::{now, use_language, use_zone};
use guichet_domain::Timestamp;
use guichet_locales::{date_time, short_time};
use leptos::prelude::*;

/// A time in short form, with the full form for machines and in the tooltip.
#[component]
pub fn Moment(at: Timestamp, #[prop(optional)] class: &'static str) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let short = short_time(language, &zone, now(), at);
    let full = date_time(language, &zone, at);
    view! { <time class=class datetime=at.rfc3339() title=full>{short}</time> }
}
