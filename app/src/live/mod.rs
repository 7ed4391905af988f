//! The live stream in the browser.

pub(crate) mod again;
pub(crate) mod api;
pub(crate) mod bus;
pub(crate) mod passed_on;
