//! Texts on incoming mail.

pub(crate) mod inbound;
pub mod reasons;
