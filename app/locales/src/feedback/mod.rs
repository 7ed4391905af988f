//! What users say of how they were served.

pub(crate) mod texts;
pub mod words;
