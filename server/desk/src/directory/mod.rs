//! Administering the directory, and people as agents need them.

pub(crate) mod absence;
pub(crate) mod administer;
pub(crate) mod card;
pub(crate) mod catalogue;
pub(crate) mod choices;
pub(crate) mod disruptions;
pub(crate) mod people;
mod people_file;
pub(crate) mod people_import;
