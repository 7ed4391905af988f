//! Export of the agents' list.

pub mod export;
