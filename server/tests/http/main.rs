//! The program over HTTP: a real server on a free port, walked as everybody who might knock.
#![allow(clippy::unwrap_used)]

mod access;
mod app;
mod files;
mod forms;
mod headers;
mod live;
mod sign_in;
