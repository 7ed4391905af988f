//! The program over HTTP: a real server on a free port, walked as everybody who might knock.
#![allow(clippy::unwrap_used)]

mod access;
mod administration;
mod app;
mod audit;
mod authenticator;
mod bounds;
mod commands;
mod crowd;
mod databases;
mod difference;
mod encodings;
mod export;
mod factor;
mod files;
mod forms;
mod headers;
mod leaving;
mod letters;
mod limits;
mod links;
mod live;
mod malformed;
mod panics;
mod privacy;
mod readings;
mod redact;
mod resent;
mod retention;
mod routes;
mod sessions;
mod sight;
mod sign_in;
mod watching;
