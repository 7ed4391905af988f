//! Notifications: their recipients and kinds, the bell and the outbox.

pub mod article_recipients;
pub mod bell;
pub mod feedback_recipients;
pub mod mention;
pub mod notice;
pub mod outbox;
pub mod preferences;
pub mod recipients;
