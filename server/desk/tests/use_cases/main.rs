//! The use cases as they are called, without HTTP: on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used)]

#[path = "../../../mail/tests/common/databases.rs"]
mod databases;
mod house;
mod unreadable;
