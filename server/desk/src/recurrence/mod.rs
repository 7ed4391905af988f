//! Trouble that comes back: each new incident is compared with those of the last days, and what it is
//! about is learnt from how earlier ones were filed.

pub(crate) mod beside;
mod compare;
mod following;
mod groups;
pub(crate) mod me_too;
mod telling;

pub(crate) use following::Comparing;
