//! Incoming mail: read from one mailbox, parsed into messages, handed to the desk.

mod absence;
mod automatic;
mod body;
mod bounce;
mod bounds;
mod charset;
mod connect;
mod files;
mod flowed;
mod fold;
mod head;
mod html;
mod part;
mod plain_bounce;
mod read;
mod reader;
mod receive;
mod results;
mod sender;
mod session;
mod smime;
mod watch;

pub use connect::{Credentials, Mailbox, MailboxError, Security};
pub use fold::fold;
pub use html::text as html_as_text;
pub use read::{Read, read};
pub use reader::{ReadError, Reader, answer, serve};
pub use receive::{Inbox, TakeError, content};
pub use session::Failed;
pub use watch::{take_in, watch};
