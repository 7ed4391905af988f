//! Lists of tickets, as pages show them.

pub mod following;
pub mod found;
pub mod home;
pub mod page;
pub mod query;
