//! The knowledge base: articles, and the index that finds them on the server and in the browser.

pub mod index;
