use crate::kernel::error::ApiError;
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{caller, desk};
use guichet_domain::mail::inbound::{Bounced, Fate, InboundLine};
use leptos::prelude::*;

/// A page of messages of one fate, the newest first, with the cursor of the next page. For
/// administrators.
#[server(endpoint = "inbound-messages", input = Body, output = Body)]
pub async fn messages(
    fate: Fate,
    after: Option<String>,
) -> Result<(Vec<InboundLine>, Option<String>), ApiError> {
    let desk = desk()?;
    Ok(desk.messages(caller()?, fate, after.as_deref()).await?)
}

/// People whom mail does not reach. For agents.
#[server(endpoint = "bounces", input = Body, output = Body)]
pub async fn bounces() -> Result<Vec<Bounced>, ApiError> {
    Ok(desk()?.bounces(caller()?).await?)
}
