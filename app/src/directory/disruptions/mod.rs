//! Disruptions: as everybody reads them, and as agents write, go on with and end them.

pub(crate) mod acts;
pub(crate) mod announcement;
pub(crate) mod board;
pub(crate) mod fields;
pub(crate) mod shown;
