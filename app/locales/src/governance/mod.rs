//! The audit log, removing, personal data.

pub mod audit;
pub(crate) mod audit_texts;
pub(crate) mod retention;
