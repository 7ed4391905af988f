//! Imports what comes whole: histories of tickets, invented for a demonstration or taken from other
//! programs, and articles from files.

pub mod articles;
pub mod demo;
pub mod servicenow;

mod error;

pub use error::Error;
