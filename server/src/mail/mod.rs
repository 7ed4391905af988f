//! Incoming mail: reading the mailbox, and the forms of administrators.

pub mod inbound;
pub mod mailbox;
