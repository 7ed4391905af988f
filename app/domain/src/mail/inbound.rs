//! Inbound messages: what became of each, and why.

use crate::kernel::ids::PersonId;
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Reason why an inbound message did not go to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Reason {
    /// It cannot be read as a message.
    Unreadable,
    /// It is larger than the desk accepts; it stays in the mailbox.
    TooLarge,
    /// The mail server did not hand it over; it stays in the mailbox.
    Withheld,
    /// The desk does not know its sender.
    UnknownSender,
    /// The account of its sender is closed.
    Inactive,
    /// It is about a ticket, but nobody the desk knows has the address of its sender.
    ForeignSender,
    /// It is in the name of an agent, without proof that they sent it.
    Unproven,
    /// It names several senders.
    Equivocal,
    /// Reading it would take too much time or memory.
    Costly,
    /// Reading it was interrupted repeatedly.
    Interrupted,
    /// The ticket does not accept it, for example a comment of an approver.
    Refused,
    /// It has neither text nor files.
    Empty,
    /// The sender has sent more messages within the hour than the desk accepts.
    TooMany,
    /// Another message with the same Message-ID came before.
    SameId,
    /// Its `Auto-Submitted` field says that a program wrote it.
    AutoSubmitted,
    /// Its `Precedence` field says bulk, junk or list.
    Bulk,
    /// It comes from a mailing list.
    List,
    /// It has an empty return path.
    NullSender,
    /// It says that a message was read, or otherwise reports on one.
    Receipt,
    /// Its subject says that its writer is away.
    Absence,
    /// It is from an address that programs write from, such as `noreply`.
    Role,
    /// It comes from the desk's own address.
    Ours,
}

impl Reason {
    /// All reasons.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Whether what a program wrote can become a ticket nevertheless, because an administrator named
    /// its address: not what answers us (RFC 3834), and not our own.
    pub const fn may_be_let_in(self) -> bool {
        match self {
            Self::AutoSubmitted | Self::Bulk | Self::List | Self::NullSender | Self::Role => true,
            Self::Receipt
            | Self::Absence
            | Self::Ours
            | Self::Unreadable
            | Self::TooLarge
            | Self::Withheld
            | Self::UnknownSender
            | Self::Inactive
            | Self::ForeignSender
            | Self::Unproven
            | Self::Equivocal
            | Self::Costly
            | Self::Interrupted
            | Self::Refused
            | Self::Empty
            | Self::TooMany
            | Self::SameId => false,
        }
    }
}

/// What became of an inbound message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It became a comment or files on a ticket.
    Comment,
    /// It became a new ticket.
    Ticket,
    /// It was set aside whole until an administrator decides.
    Aside,
    /// A program wrote it; it is only kept for administrators to look at.
    Automatic,
    /// It reports that an e-mail of the desk was not delivered.
    Bounce,
    /// It was discarded by an administrator, or emptied while it was set aside.
    Discarded,
}

/// Inbound message in the list of administrators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundLine {
    /// Number of the message.
    pub id: i64,
    /// When it came in.
    pub at: Timestamp,
    /// E-mail address of its sender; empty if none can be read.
    pub sender: String,
    /// Name of its sender, as the message gives it; may be empty.
    pub name: String,
    /// Subject; empty if it is about a ticket that the reader may not see.
    pub subject: String,
    /// What became of it.
    pub fate: Fate,
    /// Why it did not go to a ticket, if it did not.
    pub reason: Option<Reason>,
    /// Ticket that it is about or became, if the reader may see it.
    pub ticket: Option<Reference>,
    /// Whether its bytes are kept and the reader may read them.
    pub kept: bool,
}

/// Last failed delivery of an e-mail to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounced {
    /// The person.
    pub person: PersonId,
    /// When the desk learned of it.
    pub at: Timestamp,
    /// Enhanced status code (RFC 3463), such as 5.1.1.
    pub status: String,
    /// Explanation of the other mail server.
    pub detail: String,
}
