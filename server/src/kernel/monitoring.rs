//! Monitoring: liveness, readiness and metrics of the program.

use crate::kernel::meters::Now;
use crate::kernel::state::AppState;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use guichet_desk::DeskError;
use std::time::Instant;

/// Routes on the address of the setting `metrics`, which is not public.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(state)
}

/// Answers that the program runs. Nothing else is checked: a restart would not repair a database.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// Answers whether the database responds and the program is not about to stop. The tables are
/// brought up to date at the start.
pub async fn ready(State(state): State<AppState>) -> Response {
    if *state.stopping.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    match state.desk.figures().await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
                .into_response()
        }
    }
}

async fn metrics(State(state): State<AppState>) -> Response {
    match now(&state).await {
        Ok(now) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], state.meters.text(now)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "no figures");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn now(state: &AppState) -> Result<Now, DeskError> {
    let figures = state.desk.figures().await?;
    Ok(Now {
        sessions: figures.sessions,
        queue: i64::try_from(figures.queue).unwrap_or(i64::MAX),
        commits: figures.commits,
        commands: figures
            .commands
            .into_iter()
            .map(|((command, outcome), n)| (command, outcome, n))
            .collect(),
    })
}

/// Counts a request by the route it matched, never by its own address, which would name tickets and
/// grow without end.
pub async fn measure(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let is_client = request.uri().path().starts_with("/pkg/");
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = match matched.as_ref().map(MatchedPath::as_str) {
        Some(path) => path,
        None if is_client => "/pkg",
        None => "other",
    };
    // A method is whatever a client makes up.
    let method = match method.as_str() {
        known @ ("GET" | "HEAD" | "POST") => known,
        _ => "other",
    };
    let status = response.status().as_u16();
    state
        .meters
        .answered(method, route, status, begun.elapsed());
    response
}
