//! What Guichet knows about tickets, and nothing else.
//!
//! Everything that happens to a ticket is an [`event::Event`] in an append-only log; a ticket is
//! the fold of its events ([`evolve()`]). [`allowed()`] says which actions a person has on a
//! ticket, [`decide()`] turns a command into events or a refusal. The crate is pure: it is
//! compiled for the server and for the browser, and knows no clock, database, network or chance.

mod again;
mod allowed;
mod evolve;
mod ids;
mod record;

pub mod absence;
pub mod action;
pub mod approval;
pub mod asking;
pub mod audit;
pub mod calendar;
pub mod command;
pub mod decide;
pub mod device;
pub mod directory;
pub mod event;
pub mod facts;
pub mod form;
pub mod letter;
pub mod merge;
pub mod plain_words;
pub mod priority;
pub mod refusal;
pub mod reply_address;
pub mod search;
pub mod summary;
pub mod telling;
pub mod ticket;
pub mod time;
pub mod view;
pub mod wire;
pub mod workflow;

pub use again::goes_on_anew;
pub use allowed::{Allowed, Availability, allowed};
pub use decide::{Decision, decide, hand_on, settle_restriction};
pub use evolve::evolve;
pub use ids::*;
pub use record::{Draft, record};
pub use refusal::{Field, Refusal, Why};
pub use ticket::Ticket;
pub use time::Timestamp;
