//! What comes from outside, so that tests decide about it: the time, and identifiers.

use guichet_domain::Timestamp;
use uuid::Uuid;

/// The time, from outside.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_microsecond())
    }
}

/// Identifiers, from outside.
pub trait Ids: Send + Sync {
    fn draw(&self) -> Uuid;
}

#[derive(Debug)]
pub struct RandomIds;

impl Ids for RandomIds {
    fn draw(&self) -> Uuid {
        Uuid::new_v4()
    }
}
