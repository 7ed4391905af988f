//! Who somebody is and how they prove it: sessions, second factors, links, clients.

pub mod access;
pub mod client;
pub mod device;
pub mod factor;
pub mod link;
pub mod me;
pub mod session;
