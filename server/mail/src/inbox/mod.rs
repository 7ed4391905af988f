//! Mail that comes in: read from one mailbox, made into letters, handed to the desk.

mod automatic;
mod body;
mod bounce;
mod connect;
mod files;
mod flowed;
mod fold;
mod plain;
mod read;
mod receive;
mod session;
mod watch;

pub use connect::{Mailbox, MailboxError, Security};
pub use read::{content, read};
pub use receive::Inbox;
pub use session::Failed;
pub use watch::{take_in, watch};
