//! The open ticket.

mod actions;
mod aside;
mod files;
mod head;
mod open;
mod reply;
mod timeline;
mod unsent;
mod view;

pub use open::Open;
pub use view::TicketView;
