//! Texts of the administration, of setting a desk up, of absences and of disruptions.

pub(crate) mod absence;
pub(crate) mod admin;
pub(crate) mod beginning;
pub(crate) mod disruptions;
pub mod people_changes;
pub(crate) mod people_import;
pub mod steps;
