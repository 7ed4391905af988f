//! The bell, the page of notifications, their preferences, and mail that was not sent.

pub(crate) mod api;
pub(crate) mod bell;
pub(crate) mod outbox_page;
pub(crate) mod page;
pub(crate) mod preferences;
