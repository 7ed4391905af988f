//! What every use case works with: the desk, who asks, cursors, keys, prose.

pub(crate) mod caller;
pub(crate) mod content;
pub(crate) mod cursor;
pub(crate) mod error;
pub(crate) mod keys;
pub(crate) mod outside;
pub(crate) mod prose;
pub(crate) mod seal;
pub(crate) mod tally;
pub(crate) mod zone;
