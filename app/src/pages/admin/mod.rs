mod admin_page;
pub use admin_page::AdminPage;
