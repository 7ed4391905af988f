//! Imports whole histories: invented for a demonstration, or taken from other programs.

pub mod demo;
pub mod servicenow;

mod error;

pub use error::Error;
