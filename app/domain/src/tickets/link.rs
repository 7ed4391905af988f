//! Links between tickets.

use crate::kernel::reference::Reference;
use serde::{Deserialize, Serialize};

/// What a link means, read from the ticket that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Relation {
    /// The two tickets are related.
    RelatedTo,
    /// The other ticket caused this one.
    CausedBy,
    /// This ticket caused the other one.
    Causes,
    /// This ticket is a duplicate of the other one.
    DuplicateOf,
    /// The other ticket is a duplicate of this one.
    HasDuplicate,
    /// This ticket follows up the other one.
    FollowsUp,
    /// This ticket is one of several of which the other one is the parent.
    ChildOf,
    /// This ticket is the parent of the other one and of more.
    ParentOf,
}

impl Relation {
    /// All relations, in order of declaration.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

impl Relation {
    /// Returns the relation of the same link, read from the other ticket.
    pub const fn inverse(self) -> Self {
        match self {
            Self::CausedBy => Self::Causes,
            Self::Causes => Self::CausedBy,
            Self::ChildOf => Self::ParentOf,
            Self::ParentOf => Self::ChildOf,
            Self::DuplicateOf => Self::HasDuplicate,
            Self::HasDuplicate => Self::DuplicateOf,
            Self::RelatedTo | Self::FollowsUp => Self::RelatedTo,
        }
    }
}

/// A link from the ticket that holds it to another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    /// The other ticket.
    pub to: Reference,
    /// What the link means.
    pub relation: Relation,
}
