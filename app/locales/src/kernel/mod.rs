//! What every page shares, and how values are written.

pub(crate) mod common;
pub(crate) mod drafts;
pub(crate) mod format;
pub(crate) mod money;
pub(crate) mod times;
