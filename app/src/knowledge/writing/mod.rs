//! The pages where agents write articles: the list, the form with its preview, the steps of an
//! article's life, its versions.

mod bench;
mod conflict;
mod fields;
mod files;
pub mod gaps_page;
pub mod list_page;
pub mod new_page;
mod preview;
mod revision;
mod steps;
pub mod versions_page;
pub mod workspace_page;
