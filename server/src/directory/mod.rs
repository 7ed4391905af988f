//! Forms about people.

pub mod absence;
