//! Tickets: recording, commands, files, pages, timers.

pub(crate) mod attach;
pub(crate) mod carry_out;
pub(crate) mod content;
pub(crate) mod conversation_part;
pub(crate) mod facts;
pub(crate) mod hand_on;
pub(crate) mod import;
pub(crate) mod line;
pub(crate) mod log;
pub(crate) mod masked_files;
pub(crate) mod neighbours;
pub(crate) mod people;
pub(crate) mod record;
pub(crate) mod record_with_files;
pub(crate) mod restrict;
pub(crate) mod store_file;
pub(crate) mod ticket_page;
pub(crate) mod timers;
pub(crate) mod update;
pub(crate) mod upload;
