//! Setting up the desk.

pub(crate) mod absence;
pub(crate) mod admin;
