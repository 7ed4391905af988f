//! One ticket, at the desk.

pub(crate) mod actions;
mod articles;
pub(crate) mod aside;
pub(crate) mod drafts;
pub(crate) mod files;
pub(crate) mod head;
pub(crate) mod joined;
pub(crate) mod open;
pub(crate) mod reply;
pub(crate) mod timeline;
pub(crate) mod unsent;
pub(crate) mod view;
