//! The queue: what waits, as it changes.

mod filters;
mod list;
mod live;
mod row;

pub use list::QueueList;
pub use live::LiveQueue;
