//! A ticket as lists show it: one line.

use crate::kernel::ids::{ItemId, PersonId, ServiceId, TeamId};
use crate::kernel::priority::Priority;
use crate::kernel::proof::Proof;
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use crate::tickets::hold::HoldReason;
use crate::tickets::ticket::Ticket;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};

/// What a list knows of a ticket. Holds nothing that is for agents alone, but for `answered`,
/// which [`Summary::for_user`] takes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub reference: Reference,
    pub state: State,
    /// The state a ticket on hold returns to.
    pub before_hold: Option<State>,
    pub hold: Option<HoldReason>,
    pub hold_until: Option<Timestamp>,
    pub priority: Priority,
    pub subject: String,
    pub affected: PersonId,
    pub reporter: Option<PersonId>,
    pub team: Option<TeamId>,
    pub assignee: Option<PersonId>,
    pub service: Option<ServiceId>,
    pub item: Option<ItemId>,
    pub scoped: bool,
    pub answered: bool,
    /// Recorded from mail whose sender nothing proves ([`Proof::Claimed`]).
    pub claimed: bool,
    pub reopenings: u32,
    pub recorded_at: Timestamp,
    /// The last thing that happened before everybody's eyes.
    pub updated_at: Timestamp,
    pub done_at: Option<Timestamp>,
    pub closes_at: Option<Timestamp>,
}

impl Summary {
    pub fn of(
        ticket: &Ticket,
        subject: String,
        updated_at: Timestamp,
        done_at: Option<Timestamp>,
    ) -> Self {
        Self {
            reference: ticket.reference(),
            state: ticket.state,
            before_hold: ticket.hold.as_ref().map(|hold| hold.before),
            hold: ticket.hold.as_ref().map(|hold| hold.reason),
            hold_until: ticket.hold.as_ref().and_then(|hold| hold.until),
            priority: ticket.priority,
            subject,
            affected: ticket.affected,
            reporter: ticket.reporter,
            team: ticket.team,
            assignee: ticket.assignee,
            service: ticket.service,
            item: ticket.item,
            scoped: ticket.is_scoped(),
            answered: ticket.internal.answered_unread,
            claimed: ticket.by_mail == Some(Proof::Claimed),
            reopenings: ticket.reopenings,
            recorded_at: ticket.recorded_at,
            updated_at,
            done_at,
            closes_at: ticket.closes_at,
        }
    }

    /// As [`Ticket::in_queue`]; false for users of what is done, who do not learn what was read.
    pub fn in_queue(&self) -> bool {
        self.state.in_queue(self.answered)
    }

    /// As users and approvers may know it.
    pub fn for_user(mut self) -> Self {
        self.answered = false;
        self
    }
}
