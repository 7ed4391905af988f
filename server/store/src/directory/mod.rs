//! The directory: what administrators set up.

pub(crate) mod entries;
