//! The store's contract: what every function of it does, on SQLite and on PostgreSQL alike.
//!
//! `.ci/postgres run cargo test -p guichet-store` brings a PostgreSQL; without one the tests that
//! want it fail, unless GUICHET_TEST_SQLITE_ONLY=1 says that this is meant.
#![allow(clippy::unwrap_used)]

mod common;

mod accounts;
mod articles;
mod audit;
mod batches;
mod classified;
mod copying;
mod durability;
mod following;
mod forgetting;
mod forms;
mod identity;
mod inbound;
mod lists;
mod log;
mod notifications;
mod plans;
mod readings;
mod readings_of_articles;
mod rebuilding;
mod redacting;
mod refusing;
mod retaining;
mod scope;
mod search;
mod transport;
mod upgrading;
