//! Trouble that comes back: each new incident is compared with those of the last days.

mod compare;
mod following;
pub(crate) mod similar_lines;

pub(crate) use following::Comparing;
