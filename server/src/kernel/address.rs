//! The network address a request comes from.

use crate::kernel::state::AppState;
use axum::http::HeaderMap;
use std::net::{IpAddr, SocketAddr};

/// Address of the browser: the connection's own, or the one reported by a trusted proxy. Of several
/// proxies the last untrusted one counts, since everything before it can be forged, as can
/// everything before an entry that is not an address.
pub fn client(trusted: &[IpAddr], peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    let peer = peer.ip().to_canonical();
    if !trusted.contains(&peer) {
        return peer;
    }
    // From the nearest on, and no further than to whoever is not trusted.
    let values = headers.get_all("x-forwarded-for").iter().rev();
    let hops = values.flat_map(|value| value.to_str().unwrap_or_default().rsplit(','));
    hops.map_while(|hop| address(hop.trim()))
        .find(|ip| !trusted.contains(ip))
        .unwrap_or(peer)
}

/// Whether `X-Forwarded-For` from this address is trusted.
pub fn is_trusted(state: &AppState, ip: IpAddr) -> bool {
    state.trusted_proxies.contains(&ip.to_canonical())
}

/// An address as proxies write it, with or without a port.
fn address(hop: &str) -> Option<IpAddr> {
    let socket = || hop.parse().ok().map(|socket: SocketAddr| socket.ip());
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    let ip = bare.parse().ok().or_else(socket)?;
    Some(IpAddr::to_canonical(&ip))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::address;

    #[test]
    fn proxies_write_addresses_in_several_ways() {
        for (hop, ip) in [
            ("203.0.113.9", "203.0.113.9"),
            ("203.0.113.9:5555", "203.0.113.9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
        ] {
            assert_eq!(address(hop), ip.parse().ok(), "{hop}");
        }
        for hop in ["unknown", "", "_secret", "203.0.113", "203.0.113.9:x"] {
            assert_eq!(address(hop), None, "{hop}");
        }
    }
}
