//! Foundations of all other contexts: opening the database, transactions, the single writer, the
//! log.

pub(crate) mod announce;
pub(crate) mod claim;
pub(crate) mod conn;
pub(crate) mod db;
pub(crate) mod directories;
pub(crate) mod done;
pub(crate) mod error;
pub(crate) mod follow;
pub(crate) mod line;
pub(crate) mod log;
pub(crate) mod name;
pub(crate) mod pending;
pub(crate) mod postgres;
pub mod private;
pub(crate) mod snapshot;
pub(crate) mod store;
pub(crate) mod tx;
pub(crate) mod unreadable;
pub(crate) mod writer;
