//! What browsers are told while a page is open.

pub mod message;
