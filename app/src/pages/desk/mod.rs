//! The agents' desk.

mod address;
mod call;
mod call_page;
mod chosen_item;
mod desk_page;
mod disruptions_page;
mod forms;
mod keys;
pub mod nav;
mod no_ticket;
mod queue;
mod ticket;
mod ticket_pane;

#[cfg(feature = "ssr")]
pub use address::queue_query;
pub use call_page::CallPage;
pub use desk_page::DeskPage;
pub use disruptions_page::DisruptionsPage;
pub use no_ticket::NoTicket;
pub use ticket_pane::TicketPane;
