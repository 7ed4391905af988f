//! Incoming mail: read from one mailbox, parsed into messages, handed to the desk.

mod automatic;
mod body;
mod bounce;
mod bounds;
mod connect;
mod files;
mod flowed;
mod fold;
mod html;
mod plain;
mod read;
mod reader;
mod receive;
mod results;
mod sender;
mod session;
mod watch;

pub use connect::{Mailbox, MailboxError, Security};
pub use fold::fold;
pub use html::markdown as html_as_markdown;
pub use read::{Read, read};
pub use reader::{ReadError, Reader, answer, serve};
pub use receive::{Inbox, TakeError, content};
pub use session::Failed;
pub use watch::{take_in, watch};
