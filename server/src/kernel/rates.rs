//! Rate limits for one network address, or one account.

use crate::kernel::limits::Limits;
use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use guichet_desk::Clock;
use guichet_domain::PersonId;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

/// The desk's clock, as the limiter reads it.
#[derive(Clone)]
pub struct Time(Arc<dyn Clock>);

impl governor::clock::Clock for Time {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let microseconds = u64::try_from(self.0.now().0).unwrap_or(0);
        Nanos::new(microseconds.saturating_mul(1000))
    }
}

type Limiter<K> = RateLimiter<K, HashMapStateStore<K>, Time, NoOpMiddleware<Nanos>>;

pub struct Rates {
    pub addresses: Limiter<IpAddr>,
    pub accounts: Limiter<PersonId>,
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

    /// Seconds to wait if this request exceeds the limit.
    pub fn check<K: Hash + Eq + Clone>(&self, limiter: &Limiter<K>, key: &K) -> Option<u64> {
        let wait = limiter
            .check_key(key)
            .err()?
            .wait_time_from(self.time.now());
        Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
    }

    /// Forgets visitors without recent requests.
    pub fn tidy(&self) {
        self.addresses.retain_recent();
        self.accounts.retain_recent();
        self.addresses.shrink_to_fit();
        self.accounts.shrink_to_fit();
    }
}
