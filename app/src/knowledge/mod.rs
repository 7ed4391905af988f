pub mod api;
pub mod article_page;
mod body;
pub mod help_page;
pub mod search_form;
pub mod writing;
