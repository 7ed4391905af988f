//! Who was notified of what, and what is to be mailed.

pub(crate) mod outbox;
pub(crate) mod records;
