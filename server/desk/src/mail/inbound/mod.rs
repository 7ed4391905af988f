//! Messages that came in: each goes to its ticket, becomes one, or is set aside for an administrator.
//! Each is taken once, and none is lost.

pub(crate) mod aside;
mod attempt;
mod lease;
pub(crate) mod message;
pub(crate) mod receive;
mod route;
mod texts;
mod write;
