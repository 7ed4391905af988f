//! Where a request comes from.

use crate::http::AppState;
use axum::http::HeaderMap;
use std::net::{IpAddr, SocketAddr};

/// The address of the browser: the connection's own, or what a trusted proxy says it is. Of several
/// proxies the last that is not trusted counts, since whatever stands before it can be made up.
pub fn client(state: &AppState, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    let peer = peer.ip();
    if !state.trusted_proxies.contains(&peer) {
        return peer;
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|ip| ip.trim().parse().ok())
        .rfind(|ip| !state.trusted_proxies.contains(ip))
        .unwrap_or(peer)
}
