//! Deadlines of a ticket: each kind, when it is due, and what is done then.

use crate::kernel::time::Timestamp;
use crate::tickets::clock::Clocks;
use crate::tickets::command::Command;
use crate::tickets::ticket::Ticket;

/// A kind of deadline. The names are stored and must not change.
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
    /// A ticket that is done closes by itself.
    Closure,
    /// A hold ends.
    HoldEnd,
    /// Approvers whose decision is awaited are reminded.
    #[strum(serialize = "reminder")]
    ApprovalReminder,
    /// A user is reminded that their answer is awaited.
    UserReminder,
    /// People are told that a promise comes near or was missed.
    Escalation,
    /// People were to hear of a major incident.
    MajorUpdate,
}

impl Deadline {
    /// All kinds, in order of declaration.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the name as stored.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the kind with that name; `None` for a name that a newer program has written.
    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Whether the date follows from the log; otherwise it is only in the table of deadlines.
    pub const fn is_of_log(self) -> bool {
        match self {
            Self::Closure
            | Self::HoldEnd
            | Self::UserReminder
            | Self::Escalation
            | Self::MajorUpdate => true,
            Self::ApprovalReminder => false,
        }
    }

    /// Returns when it is due, as the ticket stands. Always `None` for a reminder, which the
    /// notifier sets.
    pub fn due(self, ticket: &Ticket) -> Option<Timestamp> {
        // Whoever has it is seen to by the other ticket.
        if ticket.is_merged() {
            return None;
        }
        match self {
            // A ticket does not close over an unread answer.
            Self::Closure if ticket.is_unread() => None,
            Self::Closure => ticket.closes_at.filter(|_| ticket.state.is_done()),
            Self::HoldEnd => ticket.hold.as_ref().and_then(|hold| hold.until),
            Self::ApprovalReminder => None,
            // They may have answered at a ticket that is part of it.
            Self::UserReminder if ticket.joined.iter().any(|joined| joined.unread) => None,
            Self::UserReminder => ticket.hold.as_ref().and_then(|hold| hold.reminders.next),
            Self::Escalation => ticket.clocks.as_ref().and_then(Clocks::next_step),
            Self::MajorUpdate => {
                let major = ticket.internal.major.as_ref();
                let major = major.filter(|major| major.is_on() && !major.reminded);
                major.map(|major| major.next_update)
            }
        }
    }

    /// Returns the command that the system carries out at `now`; `None` if it is not due yet, or if
    /// this kind leads to no command.
    pub fn command(self, ticket: &Ticket, now: Timestamp) -> Option<Command> {
        self.due(ticket).filter(|due| *due <= now)?;
        match self {
            Self::Closure => Some(Command::Close {
                reason: String::new(),
            }),
            Self::HoldEnd => Some(Command::Resume),
            Self::ApprovalReminder | Self::UserReminder | Self::Escalation | Self::MajorUpdate => {
                None
            }
        }
    }
}
