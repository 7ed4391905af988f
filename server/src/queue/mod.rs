//! The agents' list as a table to take elsewhere.

pub mod export;
