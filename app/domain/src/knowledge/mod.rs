//! The knowledge base: articles, and the index that finds them on the server and in the browser.

pub mod allowed;
pub mod article;
pub mod command;
pub mod content;
pub mod decide;
pub mod event;
pub mod evolve;
pub mod facts;
pub mod files;
pub mod index;
pub mod page;
pub mod reading;
pub mod stored;
pub mod view;
pub mod workspace;
