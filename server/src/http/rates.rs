//! How often one address of the net, or one account, may ask.

use crate::http::{AppState, address, refusal};
use crate::limits::Limits;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use guichet_desk::{Caller, Clock};
use guichet_domain::PersonId;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// The desk's clock, as the limiter reads it.
#[derive(Clone)]
struct Time(Arc<dyn Clock>);

impl governor::clock::Clock for Time {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let microseconds = u64::try_from(self.0.now().0).unwrap_or(0);
        Nanos::new(microseconds.saturating_mul(1000))
    }
}

type Limiter<K> = RateLimiter<K, HashMapStateStore<K>, Time, NoOpMiddleware<Nanos>>;

pub struct Rates {
    addresses: Limiter<IpAddr>,
    accounts: Limiter<PersonId>,
    time: Time,
}

impl Rates {
    pub fn new(limits: &Limits, clock: Arc<dyn Clock>) -> Self {
        let time = Time(clock);
        let quota = |n| Quota::per_minute(NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN));
        Self {
            addresses: RateLimiter::hashmap_with_clock(
                quota(limits.requests_per_address),
                time.clone(),
            ),
            accounts: RateLimiter::hashmap_with_clock(
                quota(limits.requests_per_account),
                time.clone(),
            ),
            time,
        }
    }

    /// Seconds to wait, where this is once too often.
    fn check<K: Hash + Eq + Clone>(&self, limiter: &Limiter<K>, key: &K) -> Option<u64> {
        let wait = limiter
            .check_key(key)
            .err()?
            .wait_time_from(self.time.now());
        Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
    }

    /// Forgets whoever has not asked of late.
    pub fn tidy(&self) {
        self.addresses.retain_recent();
        self.accounts.retain_recent();
        self.addresses.shrink_to_fit();
        self.accounts.shrink_to_fit();
    }
}

/// A whole network of IPv6 is given to one customer: its addresses count as one.
fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 => v4,
    }
}

pub async fn per_address(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let address = counted(address::client(&state, peer, request.headers()));
    match state.rates.check(&state.rates.addresses, &address) {
        Some(seconds) => refusal::busy(&state, &request, "address", seconds),
        None => next.run(request).await,
    }
}

pub async fn per_account(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<Caller>().copied();
    let wait = caller.and_then(|caller| state.rates.check(&state.rates.accounts, &caller.person));
    match wait {
        Some(seconds) => refusal::busy(&state, &request, "account", seconds),
        None => next.run(request).await,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_network_of_ipv6_counts_as_one() {
        let address = |text: &str| counted(text.parse().unwrap());
        assert_eq!(
            address("2001:db8:1:2:3::4"),
            address("2001:db8:1:2:ffff::1")
        );
        assert_ne!(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
        assert_ne!(address("192.0.2.1"), address("192.0.2.2"));
        assert_eq!(address("::ffff:192.0.2.1"), address("192.0.2.1"));
    }
}
