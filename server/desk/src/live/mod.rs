//! What browsers are told while a page is open.

pub(crate) mod feed;
pub(crate) mod subscription;
