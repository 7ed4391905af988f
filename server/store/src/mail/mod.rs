//! Incoming messages.

pub(crate) mod inbound;
