//! The database: an append-only event log, the texts beside it, and projections of the log, on
//! SQLite and PostgreSQL. One writer per process takes the waiting jobs, runs them in one
//! transaction and commits once.
#![warn(missing_docs)]

mod directory;
mod feedback;
mod governance;
mod identity;
pub mod kernel;
mod knowledge;
mod mail;
mod notifications;
mod queue;
mod recurrence;
mod tickets;

pub use feedback::lists::{FeedbackRow, FeedbackScope};
pub use governance::audit::{AuditFilter, AuditRow};
pub use governance::copying::Table;
pub use governance::personal_data::{Forgotten, forgotten_name};
pub use governance::rebuild::Difference;
pub use governance::restore::Restoring;
pub use governance::table_class::{
    DataSource, Expirable, Lifetime, Personal, TABLES, TableClass, class_of,
};
pub use identity::accounts::Account;
pub use identity::factors::Factor;
pub use identity::links::OneTimeLink;
pub use identity::sessions::Session;
pub use kernel::claim::Claim;
pub use kernel::conn::Conn;
pub use kernel::done::Done;
pub use kernel::error::StoreError;
pub use kernel::line::Position;
pub use kernel::log::{Histories, Logged};
pub use kernel::snapshot::Snapshot;
pub use kernel::store::Store;
pub use kernel::tx::Tx;
pub use kernel::writer::{Outcome, Txn};
pub use knowledge::articles::Articles;
pub use knowledge::readings::GapKey;
pub use mail::inbound::StoredMessage;
pub use notifications::outbox::{OutboundEmail, OutboxRow};
pub use notifications::records::{Notification, Notified, Which};
pub use queue::counts::Tally;
pub use queue::details::Details;
pub use queue::filter::{Filter, Key, Order, Page, Scope};
pub use queue::projection::Appended;
pub use tickets::aggregate::Aggregate;
pub use tickets::deadlines::Due;
