//! Articles: who may do what in which state, what comes of it, and who sees it. The tables are
//! written from what the knowledge base promises, not from its code.
#![allow(clippy::unwrap_used)]

mod bench;
#[path = "../common/mod.rs"]
mod common;
mod histories;
mod readers;
mod states;
mod writing;
