//! Trouble that comes back, as agents see it.

pub(crate) mod api;
pub mod groups;
pub mod major;
pub mod me_too_page;
pub mod proposed;
pub mod reach;
pub mod similar;
pub mod tell_page;
