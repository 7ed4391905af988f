//! Administering the directory, and people as agents need them.

pub(crate) mod absence;
mod add_starting_set;
pub(crate) mod administer;
pub(crate) mod beginning;
pub(crate) mod card;
pub(crate) mod catalogue;
pub(crate) mod choices;
pub(crate) mod disruptions;
pub(crate) mod people;
mod people_file;
pub(crate) mod people_import;
pub(crate) mod promise_rules;
mod starting_items;
mod starting_set;
