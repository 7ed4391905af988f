//! Forms about people.

pub mod absence;
pub mod people_import;
