//! Where a request comes from.

use crate::kernel::state::AppState;
use axum::http::HeaderMap;
use std::net::{IpAddr, SocketAddr};

/// The address of the browser: the connection's own, or what a trusted proxy says it is. Of several
/// proxies the last that is not trusted counts, since whatever stands before it can be made up; so
/// can whatever stands before a name that is no address.
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

/// Whether what this address says of others is believed.
pub fn is_trusted(state: &AppState, ip: IpAddr) -> bool {
    state.trusted_proxies.contains(&ip.to_canonical())
}

/// An address as proxies write it: by itself, or with the port.
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
