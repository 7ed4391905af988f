//! Identity of people and how they prove it: sessions, second factors, one-time links, clients.

pub mod access;
pub mod client;
pub mod device;
pub mod factor;
pub mod link;
pub mod me;
pub mod session_line;
