//! The index of articles: built on the server, one for each audience and language, and read by the
//! same code there and in the browser.
//!
//! A word is looked up as it was written, in a finite-state transducer that leads to its stem; a
//! stem has postings: the articles it occurs in, and how much it says about each ([`impact`]).

pub mod analysis;
mod build;
mod bytes;
mod columns;
mod impact;
mod nearby;
mod question;
mod search;
pub mod synonyms;
pub mod tokens;

pub use analysis::{Analysed, Source};
pub use build::build;
pub use columns::Index;
pub use search::{Hit, SUGGESTED};
