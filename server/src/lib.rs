//! The program: command line, configuration, HTTP, jobs. `routes` has every address, `router` the
//! layers a request passes through; a folder for each context has the handlers.

pub mod cli;
mod directory;
mod feedback;
pub mod governance;
mod identity;
pub mod kernel;
mod knowledge;
mod live;
mod mail;
mod notifications;
mod queue;
pub mod router;
pub mod routes;
pub mod serve;
mod tickets;
