//! Shared by all use cases: callers, errors, cursors, keys, rendering of texts.

pub(crate) mod caller;
pub(crate) mod content;
pub(crate) mod cursor;
pub(crate) mod error;
pub(crate) mod files;
pub(crate) mod keys;
pub(crate) mod outside;
pub(crate) mod prose;
pub(crate) mod seal;
pub(crate) mod tally;
pub(crate) mod zone;
