//! Server functions about incidents that come together.

use crate::kernel::error::ApiError;
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{caller, desk};
use guichet_domain::TicketId;
use guichet_domain::recurrence::page::GroupLines;
use leptos::prelude::*;

/// The incidents that come together now; for agents.
#[server(name = ReadGroups, endpoint = "groups", input = Body, output = Body)]
pub async fn groups() -> Result<GroupLines, ApiError> {
    Ok(desk()?.groups(caller()?).await?)
}

/// Notes that the caller saw nothing in the group of an incident; for agents.
#[server(endpoint = "dismiss-group", input = Body, output = Body)]
pub async fn dismiss_group(of: TicketId) -> Result<(), ApiError> {
    Ok(desk()?.dismiss_group(caller()?, of).await?)
}
