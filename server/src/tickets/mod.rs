//! Forms about tickets, and their files.

pub mod files;
pub mod me_too;
pub mod report;
pub mod request;
pub mod ticket;
