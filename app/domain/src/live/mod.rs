//! Messages to browsers while a page is open.

pub mod message;
