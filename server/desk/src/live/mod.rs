//! The live feed: updates sent to browsers while a page is open.

pub(crate) mod feed;
mod feedback_change;
pub(crate) mod subscription;
