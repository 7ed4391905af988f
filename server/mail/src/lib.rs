//! Mail: e-mails that go out, and messages that come in.

pub mod address;
pub mod inbound;
pub mod outbound;
