//! The live stream of a browser: server-sent events (WHATWG HTML, 9.2).

use crate::http::AppState;
use crate::http::session::Failed;
use axum::extract::{Extension, Query, State};
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use guichet_desk::Token;
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;

#[derive(Deserialize)]
pub struct From {
    #[serde(default)]
    from: String,
}

/// What happens after `from`, as this person may see it, until they sign out or the server stops.
pub async fn stream(
    State(state): State<AppState>,
    Extension(token): Extension<Token>,
    Query(From { from }): Query<From>,
) -> Response {
    let subscription = match state.desk.subscribe(token, &from).await {
        Ok(subscription) => subscription,
        Err(error) => return Failed(error.into()).into_response(),
    };
    let stopping = state.stopping.clone();
    let events = stream::unfold(
        (subscription, stopping),
        |(mut subscription, mut stopping)| async move {
            let next = tokio::select! {
                next = subscription.next() => next,
                _ = stopping.wait_for(|stop| *stop) => None,
            };
            let (cursor, live) = next?;
            let event = Event::default()
                .id(cursor)
                .json_data(live)
                .unwrap_or_default();
            Some((Ok::<_, Infallible>(event), (subscription, stopping)))
        },
    );
    let alive = KeepAlive::new().interval(Duration::from_secs(15));
    (
        [(header::CACHE_CONTROL, "no-store")],
        Sse::new(events).keep_alive(alive),
    )
        .into_response()
}
