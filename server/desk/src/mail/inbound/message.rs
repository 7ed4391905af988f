//! Parsed incoming messages, and the rules for taking them in.

use guichet_domain::kernel::channel::Channel;
use guichet_domain::mail::inbound::Reason;
use guichet_domain::{PersonId, TicketId};
use serde::{Deserialize, Serialize};

/// A parsed incoming message. Its serialized form leaves out the content of files, the original and
/// the signed reply address.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Incoming {
    /// Identifies a message delivered again: its Message-ID, or a hash of it.
    pub key: String,
    /// Distinguishes messages with the same Message-ID.
    pub content: String,
    /// Its Message-ID, if it has one that an e-mail of the desk can refer to.
    pub message: Option<String>,
    /// Address of the claimed author, in lower case.
    pub sender: String,
    /// Display name of the claimed author.
    pub name: String,
    /// Subject line.
    pub subject: String,
    /// What it says, as plain text; the quoted part follows [`guichet_domain::mail::fold::FOLD`].
    pub text: String,
    /// Attached files small enough to keep.
    pub files: Vec<InboundFile>,
    /// Names of files too large to keep, and their sizes in bytes.
    pub too_large: Vec<(String, usize)>,
    /// Whether it has a digital signature that nobody has verified (S/MIME, RFC 8551).
    pub unverified: bool,
    /// Number of further files, which are only in the original message.
    pub too_many: usize,
    /// Whether there is more text than was read; all of it is in the original message.
    pub cut: bool,
    /// Ticket and person of the signed reply address it was sent to, if the signature is valid.
    #[serde(skip)]
    pub signed: Option<(TicketId, PersonId)>,
    /// Whether our own mail server vouches for the domain of the sender's address (DMARC).
    pub vouched: bool,
    /// The messages it claims to answer, nearest first.
    pub hints: Vec<Hint>,
    /// Whether a person or a program wrote it.
    pub nature: MessageNature,
    /// How the ticket is said to have come, for messages of programs that administrators let in.
    #[serde(skip)]
    pub channel: Option<Channel>,
    /// The original message, as bytes.
    #[serde(skip)]
    pub original: Vec<u8>,
}

/// A file attached to a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundFile {
    /// File name given by the message.
    pub name: String,
    /// Content of the file.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// A message another message refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hint {
    /// An e-mail of the desk about this ticket, or one sent to an address that names the ticket.
    Ticket(TicketId),
    /// An earlier incoming message, by its key.
    Message(String),
}

/// Kind of an incoming message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MessageNature {
    /// Written by a person.
    #[default]
    Written,
    /// Sent by a program; the reason says how that is known.
    Automatic(Reason),
    /// A bounce report (delivery status notification), with the recipients not reached.
    Bounce(Vec<Undelivered>),
    /// Set aside unread, for this reason.
    Aside(Reason),
}

/// A recipient an e-mail did not reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undelivered {
    /// Message-ID of the undelivered e-mail, if the report includes it.
    pub returned: Option<String>,
    /// Whether the report was written for people, so that what was returned may not be named.
    pub in_words: bool,
    /// Address that was not reached.
    pub address: String,
    /// Enhanced status code (RFC 3463), such as 5.1.1.
    pub status: String,
    /// What the other server said.
    pub detail: String,
}

/// What happens to mail from unknown addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unknown {
    /// It is kept until an administrator decides.
    #[default]
    Aside,
    /// It becomes a new ticket, and its sender a user without an account.
    Ticket,
}

/// Rules for taking in messages.
#[derive(Clone, Copy, Debug)]
pub struct InboundRules {
    /// What happens to mail from unknown addresses.
    pub unknown: Unknown,
    /// Maximum number of messages per sender and hour; further ones are set aside.
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
