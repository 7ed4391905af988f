//! The program: command line, configuration, HTTP, jobs.

pub mod cli;
pub mod config;
mod connections;
pub mod http;
pub mod limits;
mod mail_in;
mod meters;
pub mod retention;
pub mod serve;
