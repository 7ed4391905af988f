//! Texts of the administration and of absences.

pub(crate) mod absence;
pub(crate) mod admin;
pub mod people_changes;
pub(crate) mod people_import;
