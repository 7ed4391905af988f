//! The use cases as they are called, without HTTP: on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used)]

mod article_files;
mod article_notices;
mod cost;
#[path = "../common/databases.rs"]
mod databases;
mod disruptions;
mod feedback;
mod groups;
mod house;
mod knowledge;
mod live;
mod major;
mod major_children;
mod merging;
#[path = "../common/outside.rs"]
mod outside;
mod people_import;
mod promises;
mod queue;
mod readings;
mod similar;
mod starting_set;
mod telling;
mod unreadable;
mod working_day;
mod writing;
