//! Trouble that comes back, as agents see it.

pub(crate) mod api;
pub mod groups;
pub mod similar;
