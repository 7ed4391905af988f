//! Tickets, on the portal and at the desk.

pub(crate) mod call;
pub(crate) mod desk;
pub(crate) mod history;
pub(crate) mod merge;
pub(crate) mod portal;
pub mod progress;
