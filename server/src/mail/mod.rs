//! Mail that came in: reading the mailbox, and what administrators make of it.

pub mod inbound;
pub mod mailbox;
