//! Notifications, in the app and by e-mail.

pub(crate) mod account_mail;
pub(crate) mod article_news;
pub(crate) mod bell;
pub(crate) mod feedback_news;
mod found;
pub(crate) mod notify;
pub(crate) mod outgoing;
pub(crate) mod preferences;
pub(crate) mod remind_approvers;
pub(crate) mod thread;
