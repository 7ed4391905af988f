//! The database: one log of streams, the texts beside it, and readings of the log, on SQLite and
//! PostgreSQL. One writer per process takes the jobs that wait, runs them in one transaction and
//! commits once.

mod accounts;
mod announce;
mod conn;
mod counts;
mod db;
mod directory;
mod error;
mod follow;
mod inbox;
mod lists;
mod log;
mod outbox;
mod project;
mod rebuild;
mod redact;
mod search;
mod telling;
mod writer;

pub use accounts::{Account, Session};
pub use conn::Conn;
pub use counts::Tally;
pub use db::Store;
pub use error::StoreError;
pub use inbox::StoredLetter;
pub use lists::{Filter, Key, Order, Page, Scope};
pub use log::{Logged, Position};
pub use outbox::{Letter, Posted};
pub use project::Loaded;
pub use rebuild::Difference;
pub use telling::{Notification, Told, Which};
pub use writer::Txn;
