//! One page per file.

pub mod admin;
pub mod desk;
mod forms;
mod kept_form;
mod not_found;
mod notifications_page;
pub mod portal;

pub use not_found::NotFound;
pub use notifications_page::NotificationsPage;
