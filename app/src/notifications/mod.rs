//! The bell, its page, what somebody wants to find there, and mail that did not go out.

pub(crate) mod api;
pub(crate) mod bell;
pub(crate) mod outbox_page;
pub(crate) mod page;
pub(crate) mod preferences;
