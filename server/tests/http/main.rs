//! The program over HTTP: a real server on a free port, walked as everybody who might knock.
#![allow(clippy::unwrap_used)]

mod access;
mod administration;
mod app;
mod commands;
mod doors;
mod export;
mod files;
mod forms;
mod headers;
mod letters;
mod limits;
mod links;
mod live;
mod malformed;
mod redact;
mod routes;
mod sign_in;
mod watching;
