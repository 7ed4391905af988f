//! Trouble that comes back.

pub(crate) mod telling;
