//! Merging: one ticket becomes part of another until that is undone. Each keeps a log of its own.

use crate::kernel::ids::{PersonId, TeamId};
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Maximum number of tickets that are merged into one, since all are shown with it.
pub const JOINED_MAX: usize = 20;

/// How long a merge can be undone, in microseconds: a day.
pub const UNDO: i64 = 86_400_000_000;

/// What a merged ticket takes from the one that it is part of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// People of the other ticket, who read this one too.
    pub people: BTreeSet<PersonId>,
    /// Whether the other is for its team only at the desk; this one is then too.
    #[serde(default)]
    pub scoped: bool,
    /// Team of the other.
    #[serde(default)]
    pub team: Option<TeamId>,
}

/// A ticket that is part of the one that holds this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The ticket that was merged.
    pub from: Reference,
    /// Since when.
    pub at: Timestamp,
    /// Its people, who take part in this ticket.
    pub people: BTreeSet<PersonId>,
    /// Whether somebody spoke there whom nobody at the desk has read yet; for agents only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
}

impl Joined {
    /// Whether the merge can still be undone.
    pub fn can_be_undone(&self, now: Timestamp) -> bool {
        now.0 <= self.at.0 + UNDO
    }
}

/// What happened to two tickets of which one was merged into the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MergeEvent {
    /// Made part of another ticket.
    Into {
        /// The other ticket.
        into: Reference,
        /// What it takes from the other.
        shares: Shares,
    },
    /// A ticket of its own again.
    Undone {
        /// The ticket that it was part of.
        from: Reference,
    },
    /// Another ticket was made part of this one.
    Joined {
        /// The other ticket.
        from: Reference,
        /// Its people.
        #[serde(default)]
        people: BTreeSet<PersonId>,
        /// Whether the desk had yet to read something there; for agents only.
        #[serde(default)]
        unread: bool,
    },
    /// Another ticket is part of this one no more.
    Parted {
        /// The other ticket.
        from: Reference,
    },
    /// Somebody spoke at a ticket that is part of this one.
    Spoken {
        /// The other ticket.
        from: Reference,
        /// Whether the desk has yet to read it; for agents only.
        #[serde(default)]
        unread: bool,
    },
    /// Something was removed at a ticket that is part of this one.
    Removed {
        /// The other ticket.
        from: Reference,
    },
    /// The ticket that this one is part of has others who take part, or is for another team.
    Shared {
        /// The other ticket.
        from: Reference,
        /// What this one takes from it.
        shares: Shares,
    },
}

impl MergeEvent {
    /// Returns the other ticket that the event names.
    pub const fn other(&self) -> Reference {
        match self {
            Self::Into { into: other, .. }
            | Self::Undone { from: other }
            | Self::Joined { from: other, .. }
            | Self::Parted { from: other }
            | Self::Spoken { from: other, .. }
            | Self::Removed { from: other }
            | Self::Shared { from: other, .. } => *other,
        }
    }
}
