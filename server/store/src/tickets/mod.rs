//! A ticket with its history, as commands need it, and its deadlines.

pub(crate) mod aggregate;
pub(crate) mod deadlines;
