//! The time that passes while a page is open.

use crate::kernel::context::now;
use guichet_domain::Timestamp;
use leptos::prelude::*;

/// How often the words of due times are made anew, in milliseconds.
#[cfg(feature = "hydrate")]
const EVERY: u64 = 20_000;

#[derive(Clone, Copy)]
struct Minute(RwSignal<Timestamp>);

/// Makes the passing time available. To be called once, at the root of the page.
pub fn provide_minute() {
    let minute = RwSignal::new(now());
    provide_context(Minute(minute));
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let tick = move || minute.set(now());
        set_interval(tick, std::time::Duration::from_millis(EVERY));
    });
}

/// The current time, anew several times a minute.
pub fn use_minute() -> Signal<Timestamp> {
    match use_context::<Minute>() {
        Some(Minute(minute)) => minute.into(),
        None => Signal::stored(now()),
    }
}
