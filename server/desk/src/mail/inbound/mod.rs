//! Incoming messages: each goes to its ticket, becomes a new one, or is set aside for an
//! administrator. Each is taken in exactly once.

pub(crate) mod aside;
mod attempt;
mod lease;
pub(crate) mod message;
pub(crate) mod receive;
mod route;
mod texts;
mod write;
