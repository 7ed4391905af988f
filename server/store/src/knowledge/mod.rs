//! The knowledge base.

pub mod articles;
pub mod readings;
