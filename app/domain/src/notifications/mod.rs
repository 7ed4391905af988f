//! Who is notified of what, and what stands under the bell and in the outbox.

pub mod bell;
pub mod mention;
pub mod notice;
pub mod outbox;
pub mod preferences;
pub mod recipients;
