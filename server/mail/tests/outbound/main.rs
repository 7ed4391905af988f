//! Mail that goes out: what is in it, and that it arrives, whatever the other side does.
#![allow(clippy::unwrap_used)]

#[path = "../../../desk/tests/common/databases.rs"]
mod databases;
mod emails;
mod house;
mod kept;
#[path = "../../../desk/tests/common/outside.rs"]
mod outside;
mod sending;
mod sink;
