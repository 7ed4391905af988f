//! Promised times, explained, tried out, and applied to what is open.

pub mod explanation;
pub mod moves;
pub mod sample;
