pub mod api;
pub mod article_page;
mod body;
pub mod help_page;
pub mod offer;
pub mod search_form;
pub mod suggest;
mod verdict;
pub mod writing;
