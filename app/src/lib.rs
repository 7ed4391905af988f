//! The pages people see, in one crate for both sides: the server renders them, the browser hydrates
//! them. A folder for each context; `routes` has every address, `rooms` the part of the client that
//! a page loads.

#![recursion_limit = "512"]

mod directory;
mod feedback;
mod governance;
mod identity;
mod kernel;
mod knowledge;
mod live;
mod mail;
mod notifications;
mod queue;
mod recurrence;
mod rooms;
mod routes;
mod service_levels;
#[cfg(feature = "ssr")]
mod shell;
mod tickets;

pub use kernel::context::FormState;
pub use kernel::encoding::in_query;
#[cfg(feature = "ssr")]
pub use kernel::error::status;
#[cfg(feature = "ssr")]
pub use queue::address::queue_query;
pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::{Theme, shell};
