//! Export of personal data, and retention.

pub mod personal_data;
pub mod retention;
