//! Texts of the administration, of absences and of disruptions.

pub(crate) mod absence;
pub(crate) mod admin;
pub(crate) mod disruptions;
pub mod people_changes;
pub(crate) mod people_import;
