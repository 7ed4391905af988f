//! A ticket as commands need it, with its history.

pub(crate) mod aggregate;
pub(crate) mod deadlines;
