//! Mail that goes out: what is in it, and that it arrives, whatever the other side does.
#![allow(clippy::unwrap_used)]

#[path = "../common/databases.rs"]
mod databases;
mod emails;
mod house;
mod kept;
mod sending;
mod sink;
