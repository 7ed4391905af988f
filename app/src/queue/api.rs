//! Server functions that read lists.

use crate::kernel::error::ApiError;
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{caller, desk};
use guichet_domain::queue::home::Home;
use guichet_domain::queue::page::Queue;
use guichet_domain::queue::query::QueueQuery;
use guichet_domain::queue::search::FoundTicket;
use guichet_domain::tickets::line::Line;
use guichet_domain::tickets::page::Approvals;
use leptos::prelude::*;
use std::collections::BTreeMap;

#[server(name = ReadQueue, endpoint = "queue", input = Body, output = Body)]
pub async fn queue(query: QueueQuery) -> Result<Queue, ApiError> {
    Ok(desk()?.queue(caller()?, query).await?)
}

/// Numbers of tickets in the standing views, by the name of the view; for agents.
#[server(endpoint = "queue-counts", input = Body, output = Body)]
pub async fn queue_counts() -> Result<BTreeMap<String, i64>, ApiError> {
    Ok(desk()?.queue_counts(caller()?).await?)
}

#[server(name = ReadHome, endpoint = "home", input = Body, output = Body)]
pub async fn home() -> Result<Home, ApiError> {
    Ok(desk()?.home(caller()?).await?)
}

/// The newest tickets that have all words of a question, and whether there are more; for agents.
#[server(endpoint = "search-tickets", input = Body, output = Body)]
pub async fn search_tickets(question: String) -> Result<(Vec<FoundTicket>, bool), ApiError> {
    Ok(desk()?.search_tickets(caller()?, question).await?)
}

/// A page of the caller's tickets. `after` is the cursor it begins at; the answer has the next one.
#[server(endpoint = "my-tickets", input = Body, output = Body)]
pub async fn my_tickets(
    open: Option<bool>,
    after: Option<String>,
) -> Result<(Vec<Line>, Option<String>), ApiError> {
    Ok(desk()?
        .my_tickets(caller()?, open, after.as_deref())
        .await?)
}

#[server(name = ReadApprovals, endpoint = "approvals", input = Body, output = Body)]
pub async fn approvals() -> Result<Approvals, ApiError> {
    Ok(desk()?.approvals(caller()?).await?)
}
