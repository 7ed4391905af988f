//! The database: one log of streams, the texts beside it, and readings of the log, on SQLite and
//! PostgreSQL. One writer per process takes the jobs that wait, runs them in one transaction and
//! commits once.

mod accounts;
mod announce;
mod audit;
mod claim;
mod conn;
mod copying;
mod counts;
mod db;
mod directory;
mod error;
mod factors;
mod follow;
mod forgetting;
mod inbox;
mod links;
mod lists;
mod log;
mod outbox;
mod pending;
mod project;
mod rebuild;
mod redact;
mod restore;
mod retention;
mod search;
mod select;
mod sessions;
mod soundness;
mod telling;
mod writer;

pub use accounts::Account;
pub use audit::{AuditFilter, AuditRow};
pub use claim::Claim;
pub use conn::{Conn, Tx};
pub use copying::Table;
pub use counts::Tally;
pub use db::Store;
pub use error::StoreError;
pub use factors::Factor;
pub use forgetting::{Forgotten, forgotten_name};
pub use inbox::StoredLetter;
pub use links::Link;
pub use lists::{Filter, Key, Order, Page, Scope};
pub use log::{Logged, Position};
pub use outbox::{Letter, Posted};
pub use project::Loaded;
pub use rebuild::Difference;
pub use restore::Restoring;
pub use retention::Passing;
pub use sessions::Session;
pub use telling::{Notification, Told, Which};
pub use writer::Txn;
