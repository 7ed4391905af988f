//! Answers requests that exceed a rate limit.

use crate::kernel::state::AppState;
use crate::kernel::{address, held, rejection};
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use guichet_desk::{Caller, network};
use std::net::SocketAddr;

/// Seconds after which one of the running requests is likely to be finished.
const AGAIN: u64 = 2;

pub async fn per_address(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let client = address::client(&state.trusted_proxies, peer, request.headers());
    let address = network(client);
    if let Some(seconds) = state.rates.check(&state.rates.addresses, &address) {
        return rejection::busy(&state, &request, "address", seconds);
    }
    // Behind a proxy connections are the proxy's: there it is requests that are shared out.
    match state.at_once_from.take(address) {
        Some(place) => held::until_sent(next.run(request).await, place),
        None => rejection::busy(&state, &request, "address_at_once", AGAIN),
    }
}

pub async fn per_account(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let Some(Caller { person }) = request.extensions().get::<Caller>().copied() else {
        return next.run(request).await;
    };
    if let Some(seconds) = state.rates.check(&state.rates.accounts, &person) {
        return rejection::busy(&state, &request, "account", seconds);
    }
    match state.at_once.take(person) {
        Some(place) => held::until_sent(next.run(request).await, place),
        None => rejection::busy(&state, &request, "account_at_once", AGAIN),
    }
}
