//! Trouble that comes back: which incidents are alike, and why.

pub mod recent;
mod segment;
pub mod signs;
pub mod vocabulary;
