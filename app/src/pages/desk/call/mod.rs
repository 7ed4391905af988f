//! The entry of a call, part by part.

pub mod about;
pub mod draft;
pub mod item;
pub mod new_person;
pub mod person;
