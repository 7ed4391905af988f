//! Messages that came in: what became of each, and why.

use crate::kernel::ids::PersonId;
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Why a message did not go to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Reason {
    /// It is no message that can be read.
    Unreadable,
    /// Larger than what is taken in; it stays in the mailbox.
    TooLarge,
    /// The mailbox would not hand it over; it stays there.
    Withheld,
    /// Nobody the desk knows.
    UnknownSender,
    /// Somebody whose account was closed.
    Inactive,
    /// An answer about a ticket, from an address that nobody at the desk has.
    ForeignSender,
    /// From the address of somebody at the desk, without proof that it is them.
    Unproven,
    /// It says in several ways who wrote it.
    Equivocal,
    /// Reading it would cost too much.
    Costly,
    /// Reading it was interrupted time and again.
    Interrupted,
    /// The ticket does not take it: an approver's comment, for example.
    Refused,
    /// Neither words nor files.
    Empty,
    /// More from this sender within the hour than is taken in.
    TooMany,
    /// Another message has come under the same Message-ID.
    SameId,
    /// `Auto-Submitted` says that a program wrote it.
    AutoSubmitted,
    /// `Precedence` says bulk, junk or list.
    Bulk,
    /// From a mailing list.
    List,
    /// Without a sender to answer to.
    NullSender,
    /// From the desk's own address.
    Ours,
}

impl Reason {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// A comment, or files, on a ticket.
    Comment,
    /// A new ticket.
    Ticket,
    /// Kept whole until an administrator decides.
    Aside,
    /// A program wrote it: kept for a look, and nothing else.
    Automatic,
    /// Something the desk sent did not arrive.
    Bounce,
    /// An administrator had no use for it, or what it said was emptied while it waited.
    Discarded,
}

/// A message as the list of administrators shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundLine {
    pub id: i64,
    pub at: Timestamp,
    /// Address; empty where none can be read.
    pub sender: String,
    pub name: String,
    pub subject: String,
    pub fate: Fate,
    pub reason: Option<Reason>,
    /// The ticket it speaks of, or became.
    pub ticket: Option<Reference>,
    /// Whether its bytes were kept.
    pub kept: bool,
}

/// The last delivery to somebody that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounced {
    pub person: PersonId,
    pub at: Timestamp,
    /// Enhanced status code (RFC 3463), such as 5.1.1.
    pub status: String,
    /// What the other server said.
    pub detail: String,
}
