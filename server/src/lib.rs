//! The program: command line, configuration, HTTP, jobs.

pub mod cli;
pub mod config;
pub mod http;
pub mod serve;
