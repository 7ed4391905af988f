//! The live feed: updates sent to browsers while a page is open.

pub(crate) mod feed;
pub(crate) mod subscription;
