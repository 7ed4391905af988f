//! A message as it was read, and the rules it is taken in by.

use guichet_domain::mail::inbound::Reason;
use guichet_domain::{PersonId, TicketId};
use serde::{Deserialize, Serialize};

/// A message as it was read. In words it travels without its bytes: what is in them is long.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Incoming {
    /// What makes it the same message when it comes again: its Message-ID, or all of it.
    pub key: String,
    /// What tells two messages with the same Message-ID apart.
    pub content: String,
    /// Its Message-ID, where it has one that a message of ours can refer to.
    pub message: Option<String>,
    /// Address of whoever says to have written it, in lower case.
    pub sender: String,
    pub name: String,
    pub subject: String,
    /// Markdown; what is folded away follows [`guichet_domain::mail::fold::FOLD`].
    pub text: String,
    pub files: Vec<InboundFile>,
    /// Names and bytes of files that were too large to keep.
    pub too_large: Vec<(String, usize)>,
    /// Further files, which are only in the message as it came.
    pub too_many: usize,
    /// There is more text than was read; it is only in the message as it came.
    pub cut: bool,
    /// Whose reply address it was sent to, where the signature is right.
    #[serde(skip)]
    pub signed: Option<(TicketId, PersonId)>,
    /// Our own mail server vouches for the domain of the sender's address (DMARC).
    pub vouched: bool,
    /// What it says to be an answer to, the nearest first.
    pub hints: Vec<Hint>,
    pub nature: MessageNature,
    /// The message as it came.
    #[serde(skip)]
    pub original: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundFile {
    pub name: String,
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// A message that a message refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hint {
    /// One of ours, about a ticket; or one sent to an address that names it.
    Ticket(TicketId),
    /// A message that came in earlier, by its key.
    Message(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MessageNature {
    /// By a person.
    #[default]
    Written,
    /// By a program.
    Automatic(Reason),
    /// A report of what did not arrive.
    Bounce(Vec<Undelivered>),
    /// Not to be read.
    Aside(Reason),
}

/// A recipient whom something did not reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undelivered {
    /// The Message-ID of what is said not to have arrived, where the report brings it back.
    pub returned: Option<String>,
    pub address: String,
    pub status: String,
    pub detail: String,
}

/// What happens to mail from addresses that nobody at the desk has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unknown {
    /// Kept until an administrator decides.
    #[default]
    Aside,
    /// A new ticket, and its sender becomes a user without an account.
    Ticket,
}

#[derive(Clone, Copy, Debug)]
pub struct InboundRules {
    pub unknown: Unknown,
    /// Messages of one sender within an hour at most; what is more is set aside.
    pub hourly: u32,
}

impl Default for InboundRules {
    fn default() -> Self {
        Self {
            unknown: Unknown::default(),
            hourly: 30,
        }
    }
}
