//! Mail that came in, for administrators.

pub(crate) mod api;
pub(crate) mod inbound_page;
