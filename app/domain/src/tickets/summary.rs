//! A ticket as lists show it: one line.

use crate::kernel::ids::{ItemId, PersonId, ServiceId, TeamId};
use crate::kernel::priority::Priority;
use crate::kernel::proof::Proof;
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use crate::tickets::clock::{Clocks, Due};
use crate::tickets::hold::HoldReason;
use crate::tickets::ticket::Ticket;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};

/// What lists know of a ticket. Holds nothing that only agents may see, except `answered`, which
/// [`Summary::for_user`] clears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Kind and number.
    pub reference: Reference,
    /// State in the workflow of its kind.
    pub state: State,
    /// State by which the progress of a ticket on hold or cancelled is told ([`Ticket::before`]).
    pub before: Option<State>,
    /// What a ticket on hold waits for.
    pub hold: Option<HoldReason>,
    /// When the hold ends by itself.
    pub hold_until: Option<Timestamp>,
    /// Priority.
    pub priority: Priority,
    /// Subject, in one line.
    pub subject: String,
    /// Affected user (ITIL).
    pub affected: PersonId,
    /// Who told the desk, if not the affected user.
    pub reporter: Option<PersonId>,
    /// Team in charge.
    pub team: Option<TeamId>,
    /// Agent in charge; `None` if the team as a whole is.
    pub assignee: Option<PersonId>,
    /// Service concerned, if known.
    pub service: Option<ServiceId>,
    /// Catalogue item of a request.
    pub item: Option<ItemId>,
    /// Whether only its team may see it, beside its participants and approvers.
    pub scoped: bool,
    /// Whether the user wrote or sent something that nobody at the desk has read; agents only.
    pub answered: bool,
    /// Whether it was recorded from mail whose sender is unproven ([`Proof::Claimed`]).
    pub claimed: bool,
    /// Number of times it was reopened.
    pub reopenings: u32,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Time of its last event that participants may see.
    pub updated_at: Timestamp,
    /// When it last stopped being open (resolved, fulfilled, closed and so on); `None` while open.
    pub done_at: Option<Timestamp>,
    /// When it closes by itself.
    pub closes_at: Option<Timestamp>,
    /// Promise that comes due first, of those whose clock runs; `None` for what stands in no queue.
    pub due: Option<Due>,
    /// Since when the clocks are paused; `None` unless none runs and one is paused.
    pub paused_since: Option<Timestamp>,
}

impl Summary {
    /// Returns the summary of a ticket; the other arguments are what a ticket does not hold itself.
    pub fn of(
        ticket: &Ticket,
        subject: String,
        updated_at: Timestamp,
        done_at: Option<Timestamp>,
    ) -> Self {
        // What stands in no queue is not due.
        let clocks = ticket.clocks.as_ref().filter(|_| ticket.in_queue());
        let (scoped, team) = ticket.scope();
        Self {
            reference: ticket.reference(),
            state: ticket.state,
            before: ticket.before(),
            hold: ticket.hold.as_ref().map(|hold| hold.reason),
            hold_until: ticket.hold.as_ref().and_then(|hold| hold.until),
            priority: ticket.priority,
            subject,
            affected: ticket.affected,
            reporter: ticket.reporter,
            team,
            assignee: ticket.assignee,
            service: ticket.service,
            item: ticket.item,
            scoped,
            answered: ticket.is_unread(),
            claimed: ticket.by_mail == Some(Proof::Claimed),
            reopenings: ticket.reopenings,
            recorded_at: ticket.recorded_at,
            updated_at,
            done_at,
            closes_at: ticket.closes_at,
            due: clocks.and_then(Clocks::due),
            paused_since: clocks.and_then(Clocks::paused_since),
        }
    }

    /// Same as [`Ticket::in_queue`]. For users, who do not learn what was read, false once the
    /// ticket is done.
    pub fn in_queue(&self) -> bool {
        self.state.in_queue(self.answered)
    }

    /// Returns the summary without what only agents may know.
    pub fn for_user(mut self) -> Self {
        self.answered = false;
        self
    }
}
