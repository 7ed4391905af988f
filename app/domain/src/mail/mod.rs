//! Messages that come in, and the addresses they are answered to.

pub mod fold;
pub mod inbound;
pub mod reply_address;
