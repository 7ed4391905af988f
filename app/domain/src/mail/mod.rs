//! Inbound messages, and the reply addresses of the desk.

pub mod fold;
pub mod inbound;
pub mod reply_address;
