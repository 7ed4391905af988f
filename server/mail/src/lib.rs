//! Mail: letters that go out, and answers that come in.

pub mod address;
pub mod inbox;
pub mod out;
