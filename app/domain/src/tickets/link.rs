//! What one ticket has to do with another.

use crate::kernel::reference::Reference;
use serde::{Deserialize, Serialize};

/// What a link means, read from this ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Relation {
    RelatedTo,
    CausedBy,
    Causes,
    DuplicateOf,
    FollowsUp,
}

impl Relation {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

impl Relation {
    /// The same link, read from the other ticket.
    pub const fn inverse(self) -> Self {
        match self {
            Self::CausedBy => Self::Causes,
            Self::Causes => Self::CausedBy,
            Self::RelatedTo | Self::DuplicateOf | Self::FollowsUp => Self::RelatedTo,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    pub to: Reference,
    pub relation: Relation,
}
