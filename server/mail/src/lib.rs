//! Mail: outgoing e-mails, and incoming messages.

pub mod address;
pub mod inbound;
pub mod oauth;
pub mod outbound;
mod tls;
