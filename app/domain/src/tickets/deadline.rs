//! What time brings to a ticket: each kind of deadline, when it is, and what is done then.

use crate::kernel::time::Timestamp;
use crate::tickets::command::Command;
use crate::tickets::ticket::Ticket;

/// What is due at an instant. Their names are stored: they stay.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Deadline {
    /// It closes by itself, unless somebody objects.
    Closure,
    /// It was put on hold until then.
    HoldEnd,
    /// Those whose decision is awaited are reminded.
    Reminder,
}

impl Deadline {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// As it is stored.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The kind of that name; nothing where a newer program has written it.
    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Whether the log says when it is; otherwise it stands in the table of deadlines alone.
    pub const fn is_of_log(self) -> bool {
        match self {
            Self::Closure | Self::HoldEnd => true,
            Self::Reminder => false,
        }
    }

    /// When it is, as the ticket stands. A reminder stands in no ticket: whoever notifies sets it.
    pub fn due(self, ticket: &Ticket) -> Option<Timestamp> {
        match self {
            // What the user answered is read first.
            Self::Closure if ticket.internal.answered_unread => None,
            Self::Closure => ticket.closes_at.filter(|_| ticket.state.is_done()),
            Self::HoldEnd => ticket.hold.as_ref().and_then(|hold| hold.until),
            Self::Reminder => None,
        }
    }

    /// What the system does at `now`; nothing where it is not due, or is no command.
    pub fn command(self, ticket: &Ticket, now: Timestamp) -> Option<Command> {
        self.due(ticket).filter(|due| *due <= now)?;
        match self {
            Self::Closure => Some(Command::Close {
                reason: String::new(),
            }),
            Self::HoldEnd => Some(Command::Resume),
            Self::Reminder => None,
        }
    }
}
