//! How often one address of the net, or one account, may ask.

use crate::http::{AppState, address, held, refusal};
use crate::limits::Limits;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use guichet_desk::{Caller, Clock, network};
use guichet_domain::PersonId;
use std::hash::Hash;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Seconds after which one of many requests will have been answered.
const AGAIN: u64 = 2;

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

pub async fn per_address(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let client = address::client(&state.trusted_proxies, peer, request.headers());
    let address = network(client);
    if let Some(seconds) = state.rates.check(&state.rates.addresses, &address) {
        return refusal::busy(&state, &request, "address", seconds);
    }
    // Behind a proxy connections are the proxy's: there it is requests that are shared out.
    match state.at_once_from.take(address) {
        Some(place) => held::until_sent(next.run(request).await, place),
        None => refusal::busy(&state, &request, "address_at_once", AGAIN),
    }
}

pub async fn per_account(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let Some(Caller { person }) = request.extensions().get::<Caller>().copied() else {
        return next.run(request).await;
    };
    if let Some(seconds) = state.rates.check(&state.rates.accounts, &person) {
        return refusal::busy(&state, &request, "account", seconds);
    }
    match state.at_once.take(person) {
        Some(place) => held::until_sent(next.run(request).await, place),
        None => refusal::busy(&state, &request, "account_at_once", AGAIN),
    }
}
