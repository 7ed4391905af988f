//! The audit log, and personal data.

pub(crate) mod api;
pub(crate) mod audit_page;
pub(crate) mod privacy;
