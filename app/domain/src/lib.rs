//! The rules of Guichet: what may happen to tickets, what comes of it, and who sees what.
//!
//! Everything that happens to a ticket is an [`Event`](tickets::event::Event) in an append-only
//! log; a ticket is the fold of its events ([`evolve()`]). [`allowed()`] returns the actions a
//! person has on a ticket, [`decide()`] turns a command into events or a refusal. The crate is
//! pure: it is compiled for the server and for the browser, and uses no clock, database, network
//! or randomness.
#![warn(missing_docs)]

pub mod directory;
pub mod feedback;
pub mod figures;
pub mod governance;
pub mod identity;
pub mod kernel;
pub mod knowledge;
pub mod live;
pub mod mail;
pub mod notifications;
pub mod queue;
pub mod recurrence;
pub mod service_levels;
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
