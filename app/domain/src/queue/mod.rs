//! Lists of tickets on pages.

pub mod disruptions;
pub mod following;
pub mod found;
pub mod home;
pub mod page;
pub mod query;
pub mod search;
pub mod snippet;
