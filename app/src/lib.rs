//! What people see. One crate for both sides: the server renders it, the browser wakes it up.

#![recursion_limit = "512"]

pub mod api;
pub mod components;
pub mod context;
pub mod drafts;
pub mod json;
pub mod live;
mod pages;
mod rooms;
mod routes;
pub mod session;
#[cfg(feature = "ssr")]
mod shell;
mod version;

pub use context::FormState;
#[cfg(feature = "ssr")]
pub use pages::desk::queue_query;
pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::{Theme, shell};
