//! The live stream.

pub mod stream;
