//! Promised times: on lists and tickets, and how they are set up.

pub(crate) mod api;
pub(crate) mod applying;
pub(crate) mod calendars;
pub(crate) mod clocks;
pub(crate) mod days_file;
pub(crate) mod due;
pub(crate) mod explained;
pub(crate) mod levels;
pub(crate) mod preview;
pub(crate) mod times;
