//! What administrators set up.

pub(crate) mod entries;
