//! The form with which an agent records a call.

pub(crate) mod about;
pub(crate) mod draft;
pub(crate) mod item;
pub(crate) mod lacking;
pub(crate) mod new_person;
pub(crate) mod person;
pub(crate) mod picker;
pub(crate) mod send;
pub(crate) mod settle;
