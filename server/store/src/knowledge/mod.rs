//! The knowledge base.

pub mod articles;
