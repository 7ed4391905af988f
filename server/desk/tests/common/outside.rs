//! What tests of a desk decide about: the time, and identifiers.

use guichet_desk::{Clock, Ids};
use guichet_domain::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use uuid::Uuid;

/// A clock that stands until it is moved.
pub struct TestClock(AtomicI64);

impl TestClock {
    /// At Sunday 22 November 2026, 18:09 UTC.
    pub fn start() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(1_795_370_940_000_000)))
    }

    pub fn advance(&self, microseconds: i64) {
        self.0.fetch_add(microseconds, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Identifiers one after the other.
pub struct Counted(AtomicU64);

impl Counted {
    pub fn from(first: u64) -> Arc<Self> {
        Arc::new(Self(AtomicU64::new(first)))
    }
}

impl Ids for Counted {
    fn draw(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::SeqCst)) << 64)
    }
}
