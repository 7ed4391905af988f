//! Mail: messages that go out, and answers that come in.

pub mod address;
pub mod inbound;
pub mod outbound;
