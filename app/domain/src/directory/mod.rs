//! The directory that administrators set up: people, teams, services, the catalogue, settings.

pub mod absence;
pub mod absence_form;
pub mod approval_policy;
pub mod beginning;
pub mod calendar;
pub mod card;
pub mod catalogue;
pub mod choices;
pub mod disruption;
pub mod disruption_form;
pub mod entry;
pub mod mail_sender;
pub mod merge;
pub mod open_work;
pub mod organisation;
pub mod people_import;
pub mod person;
pub mod service;
pub mod settings;
pub mod standing;
pub mod team;
pub mod validation;
pub mod whole;
