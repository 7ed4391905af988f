//! The audit log, removing, personal data.

pub mod audit;
pub(crate) mod retention;
