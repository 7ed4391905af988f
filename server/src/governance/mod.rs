//! Personal data to hand over, and the rules of retention.

pub mod personal_data;
pub mod retention;
