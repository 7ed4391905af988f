//! Texts that all pages share, and the formatting of values.

pub(crate) mod both;
pub(crate) mod common;
pub(crate) mod drafts;
pub(crate) mod format;
pub(crate) mod money;
pub(crate) mod times;
