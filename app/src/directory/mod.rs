//! Administration of the desk, the catalogue, and people.

pub(crate) mod absence_page;
pub(crate) mod admin_page;
pub(crate) mod api;
pub(crate) mod approval;
pub(crate) mod catalogue_page;
pub(crate) mod categories;
pub(crate) mod departments;
pub(crate) mod disruptions;
pub(crate) mod disruptions_page;
pub(crate) mod entry_form;
pub(crate) mod holidays;
pub(crate) mod item_fields;
pub(crate) mod items;
pub(crate) mod listing;
pub(crate) mod mail_senders;
mod matrix;
pub(crate) mod open_work;
pub(crate) mod parts;
pub(crate) mod people;
pub(crate) mod people_import;
pub(crate) mod rows;
pub(crate) mod section;
pub(crate) mod services;
pub(crate) mod settings;
pub(crate) mod start_page;
pub(crate) mod tabs;
pub(crate) mod teams;
