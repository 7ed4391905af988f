//! A call that an agent writes down.

pub(crate) mod about;
pub(crate) mod draft;
pub(crate) mod item;
pub(crate) mod new_person;
pub(crate) mod person;
pub(crate) mod picker;
