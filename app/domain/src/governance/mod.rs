//! What must be answered for: the audit log.

pub mod audit;
pub mod audit_page;
pub mod stream_class;
