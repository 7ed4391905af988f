//! Whole histories: invented for a demonstration, or imported from other programs.

pub mod demo;
pub mod servicenow;

mod error;

pub use error::Error;
