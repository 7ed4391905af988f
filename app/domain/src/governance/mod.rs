//! Governance: the audit log, and the classification of the streams of the log.

pub mod audit;
pub mod audit_page;
pub mod stream_class;
