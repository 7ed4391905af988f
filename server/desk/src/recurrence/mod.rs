//! Trouble that comes back: each new incident is compared with those of the last days, and what it is
//! about is learnt from how earlier ones were filed.

pub(crate) mod beside;
mod compare;
mod following;
mod groups;
mod major;
mod major_page;
pub(crate) mod me_too;
pub(crate) mod telling;

pub(crate) use following::Comparing;
