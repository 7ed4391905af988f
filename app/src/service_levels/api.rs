//! Server functions about promised times.

#[cfg(feature = "ssr")]
use crate::kernel::error::answer;
use crate::kernel::error::{Answer, ApiError};
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{caller, desk};
use guichet_domain::TicketId;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::opening::Closure;
use guichet_domain::kernel::promise::Promise;
use guichet_domain::service_levels::explanation::Explanation;
use guichet_domain::service_levels::moves::Moves;
use guichet_domain::service_levels::sample::Samples;
use leptos::prelude::*;

/// Why a promise of a ticket is due when it is, for agents.
#[server(name = ReadExplanation, endpoint = "explanation", input = Body, output = Body)]
pub async fn explanation(ticket: TicketId, promise: Promise) -> Result<Explanation, ApiError> {
    Ok(desk()?.explain(caller()?, ticket, promise).await?)
}

/// What a calendar or service level comes to as it is filled in, for administrators.
#[server(endpoint = "preview-promises", input = Body, output = Body)]
pub async fn preview_promises(entry: Entry, at: String) -> Result<Samples, ApiError> {
    Ok(desk()?.preview_promises(caller()?, entry, &at).await?)
}

/// Days of a calendar file, for administrators.
#[server(endpoint = "calendar-days", input = Body, output = Body)]
pub async fn calendar_days(file: String) -> Answer<Vec<Closure>> {
    answer(desk()?.calendar_days(caller()?, file).await)
}

/// What the present rules would move, for administrators.
#[server(endpoint = "preview-applying", input = Body, output = Body)]
pub async fn preview_applying() -> Result<Moves, ApiError> {
    Ok(desk()?.preview_applying(caller()?).await?)
}

/// Applies the rules of a preview to open tickets, for administrators.
#[server(endpoint = "apply-promises", input = Body, output = Body)]
pub async fn apply_promises(rules: String) -> Answer<usize> {
    answer(desk()?.apply_promises(caller()?, &rules).await)
}
