pub mod api;
pub mod article_page;
pub mod help_page;
pub mod search_form;
