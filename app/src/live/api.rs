//! Events missed by a tab that does not hold the stream itself.

use crate::kernel::error::ApiError;
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{caller, desk};
use crate::live::passed_on::Live;
use leptos::prelude::*;

/// Messages since a page was read, for tabs that do not hold the stream themselves; `unread` is
/// the number of unread notifications that the tab shows, `groups` the version of the incidents that
/// come together.
#[server(endpoint = "catch-up", input = Body, output = Body)]
pub async fn catch_up(
    cursor: String,
    unread: Option<i64>,
    groups: Option<u32>,
) -> Result<Vec<Live>, ApiError> {
    let shown = guichet_desk::OnScreen { unread, groups };
    let missed = desk()?.catch_up(caller()?, &cursor, shown).await?;
    let missed = missed.into_iter().map(crate::live::passed_on::to_hand_on);
    missed
        .collect::<Result<_, _>>()
        .map_err(|_| ApiError(guichet_domain::kernel::failure::Failure::Internal))
}
