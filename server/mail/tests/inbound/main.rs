//! Mail that comes in, from the bytes of a message to what stands on a ticket.
#![allow(clippy::unwrap_used)]

mod bounces;
mod corpus;
#[path = "../common/databases.rs"]
mod databases;
mod desk;
mod flows;
mod hostile;
mod killed;
mod mailbox;
mod messages;
#[path = "../common/shapes.rs"]
mod shapes;
mod strangers;
mod thread;
mod unproven;
