//! What Guichet knows about tickets, and nothing else.
//!
//! Everything that happens to a ticket is an [`event::Event`] in an append-only log; a ticket is
//! the fold of its events ([`evolve()`]). [`allowed()`] says which actions a person has on a
//! ticket, [`decide()`] turns a command into events or a refusal. The crate is pure: it is
//! compiled for the server and for the browser, and knows no clock, database, network or chance.

pub mod directory;
pub mod governance;
pub mod identity;
pub mod kernel;
pub mod live;
pub mod mail;
pub mod notifications;
pub mod queue;
pub mod tickets;

pub use kernel::ids::*;
pub use kernel::refusal::{Field, Refusal, Why};
pub use kernel::time::Timestamp;
pub use tickets::allowed::{Allowed, Availability, allowed};
pub use tickets::decide::decide;
pub use tickets::decide::hand_on::hand_on;
pub use tickets::decide::output::Decision;
pub use tickets::decide::restriction::settle_restriction;
pub use tickets::evolve::evolve;
pub use tickets::follow_up::needs_follow_up;
pub use tickets::record::{NewTicket, record};
pub use tickets::ticket::Ticket;
