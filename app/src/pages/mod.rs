//! One page per file.

pub mod admin;
pub mod desk;
mod forms;
mod not_found;
pub mod portal;

pub use not_found::NotFound;
