//! Texts of the administration, of setting a desk up, and of absences.

pub(crate) mod absence;
pub(crate) mod admin;
pub(crate) mod beginning;
pub mod people_changes;
pub(crate) mod people_import;
pub mod steps;
