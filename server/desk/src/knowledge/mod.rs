//! The knowledge base: articles are written, published, read and found.

mod beside;
mod compare;
mod contents;
pub mod facts;
mod files;
pub mod import;
pub mod library;
mod plain;
pub mod read;
mod reader;
mod readings;
mod remind_owners;
pub mod search;
pub mod workspace;
pub mod write;
