//! Texts of the administration and of absences.

pub(crate) mod absence;
pub(crate) mod admin;
