//! Mail that comes in, from the bytes of a message to what stands on a ticket.
#![allow(clippy::unwrap_used)]

mod corpus;
#[path = "../common/databases.rs"]
mod databases;
mod desk;
mod flows;
mod hostile;
mod mailbox;
mod messages;
mod thread;
