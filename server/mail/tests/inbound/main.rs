//! Mail that comes in, from the bytes of a message to what stands on a ticket.
#![allow(clippy::unwrap_used)]

mod blind;
mod bounces;
mod cases;
mod corpus;
#[path = "../../../desk/tests/common/databases.rs"]
mod databases;
mod desk;
mod flows;
mod hostile;
mod killed;
mod mailbox;
mod messages;
#[path = "../../../desk/tests/common/outside.rs"]
mod outside;
#[path = "../common/shapes.rs"]
mod shapes;
mod strangers;
mod thread;
mod unproven;
