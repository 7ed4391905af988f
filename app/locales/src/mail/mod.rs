//! Mail that came in.

pub(crate) mod inbound;
pub mod words;
