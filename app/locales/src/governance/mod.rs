//! Texts of the audit log, removal and personal data.

pub mod audit;
pub(crate) mod audit_texts;
pub(crate) mod retention;
