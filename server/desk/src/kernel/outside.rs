//! Sources of time and identifiers, which tests replace.

use guichet_domain::Timestamp;
use uuid::Uuid;

/// A source of the current time.
pub trait Clock: Send + Sync {
    /// The current time.
    fn now(&self) -> Timestamp;
}

/// The system clock.
#[derive(Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_microsecond())
    }
}

/// A source of identifiers.
pub trait Ids: Send + Sync {
    /// Draws a new identifier.
    fn draw(&self) -> Uuid;
}

/// Random identifiers: UUID version 4 (RFC 9562).
#[derive(Debug)]
pub struct RandomIds;

impl Ids for RandomIds {
    fn draw(&self) -> Uuid {
        Uuid::new_v4()
    }
}
