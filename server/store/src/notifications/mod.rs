//! Notifications people received, and the outbox of e-mails.

pub(crate) mod outbox;
pub(crate) mod records;
