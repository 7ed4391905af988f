//! Trouble that comes back.

pub(crate) mod major;
pub(crate) mod telling;
