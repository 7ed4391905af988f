//! Promised times: when they are due, why then, and how they are set up.

pub(crate) mod texts;
pub mod told;
