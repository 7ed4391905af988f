//! The form by which users say how they were served.

pub mod fields;
pub mod link;
