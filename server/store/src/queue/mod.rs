//! Lists of tickets: their tables, filters, search and counts.

pub(crate) mod counts;
pub(crate) mod details;
pub(crate) mod filter;
pub(crate) mod lists;
pub(crate) mod marks;
pub(crate) mod projection;
pub(crate) mod rows;
pub(crate) mod search;
pub(crate) mod select;
pub(crate) mod stems;
pub(crate) mod waiting;
pub(crate) mod words;
