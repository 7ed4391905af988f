//! What users say of how they were served.

pub mod lists;
pub mod streams;
