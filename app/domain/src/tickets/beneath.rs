//! Tickets of which one is part of the other: what lies over the one, and beneath.
//!
//! What happens to the merged ticket meanwhile, such as an answer by mail at its address, happens
//! beneath: it is as it would be without the merge once that is undone.

use crate::kernel::ids::{PersonId, TicketId};
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use crate::tickets::event::Event;
use crate::tickets::merging::{Joined, MergeEvent, Shares};
use crate::tickets::ticket::Ticket;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;

impl Ticket {
    /// Whether it is part of another ticket.
    pub const fn is_merged(&self) -> bool {
        self.merged.is_some()
    }

    /// Returns the ticket that it is part of; `None` also if whoever reads this may not know which.
    pub fn merged_into(&self) -> Option<Reference> {
        self.merged.as_ref()?.into
    }

    /// Returns the ticket as it stands by itself, merged or not.
    pub fn alone(&self) -> Cow<'_, Self> {
        match self.merged {
            None => Cow::Borrowed(self),
            Some(_) => Cow::Owned(self.clone().lifted().0),
        }
    }

    /// Same as [`Ticket::alone`], for what is said at its address: the people of the ticket that it is
    /// part of take part as if they watched it.
    pub fn spoken_at(&self) -> Cow<'_, Self> {
        let Some(merged) = &self.merged else {
            return Cow::Borrowed(self);
        };
        let mut alone = self.alone().into_owned();
        alone.watchers.extend(&merged.shares.people);
        Cow::Owned(alone)
    }

    /// Returns everybody who reads what participants read: its own, and the people of the ticket that
    /// it is part of.
    pub fn readers(&self) -> BTreeSet<PersonId> {
        let mut people = self.participants();
        people.extend(self.merged.iter().flat_map(|merged| &merged.shares.people));
        people
    }

    /// Returns the ticket that is part of this one where an event happened, if it did not happen here.
    pub fn part_of(&self, happened_to: TicketId) -> Option<Reference> {
        let mut parts = self.joined.iter();
        let part = parts.find(|part| part.from.id == happened_to)?;
        Some(part.from)
    }

    /// Whether the user wrote or sent something, here or at a ticket that is part of this one, that
    /// nobody at the desk has read yet.
    pub fn is_unread(&self) -> bool {
        self.internal.answered_unread || self.joined.iter().any(|joined| joined.unread)
    }

    /// Whether a merge can be undone on it now.
    pub fn can_unmerge(&self, now: Timestamp) -> bool {
        self.joined.iter().any(|one| one.can_be_undone(now))
    }

    /// Returns the ticket as those see it who are in charge of the one that it is part of.
    pub fn in_hands_of(mut self, into: &Self) -> Self {
        // Not where those could not read it.
        if self.is_merged() && self.scope() == into.scope() {
            (self.team, self.assignee) = (into.team, into.assignee);
        }
        self
    }
}

impl Shares {
    /// Returns what the tickets that are part of this one take from it.
    pub fn of(ticket: &Ticket) -> Self {
        let (scoped, team) = ticket.scope();
        Self {
            people: ticket.participants(),
            scoped,
            team,
        }
    }
}

/// Returns what is told to the tickets that are part of one that was changed from `before` to `after`.
pub fn shared(before: &Ticket, after: &Ticket) -> Vec<(TicketId, Event)> {
    let shares = Shares::of(after);
    if after.joined.is_empty() || shares == Shares::of(before) {
        return Vec::new();
    }
    let told = |joined: &Joined| {
        let shared = MergeEvent::Shared {
            from: after.reference(),
            shares: shares.clone(),
        };
        (joined.from.id, Event::Merge(shared))
    };
    after.joined.iter().map(told).collect()
}

/// Who reads more once one ticket is part of another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReaders {
    /// People of the other ticket, who read the merged one.
    pub of_merged: BTreeSet<PersonId>,
    /// People of the merged ticket, who read the other one.
    pub of_other: BTreeSet<PersonId>,
}

impl NewReaders {
    /// Returns who reads more once `merged` is part of `other`.
    pub fn of(merged: &Ticket, other: &Ticket) -> Self {
        let (theirs, others) = (merged.participants(), other.participants());
        Self {
            of_merged: &others - &theirs,
            of_other: &theirs - &others,
        }
    }

    /// Whether nobody does.
    pub fn is_empty(&self) -> bool {
        self.of_merged.is_empty() && self.of_other.is_empty()
    }
}
