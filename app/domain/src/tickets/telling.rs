//! What the users of incidents are told of the problem that caused them.

use crate::kernel::ids::{PersonId, TextId, TicketId};
use crate::kernel::reference::Reference;
use crate::tickets::resolution::ResolutionCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is known of a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Known {
    /// What can be done until it is fixed.
    Workaround,
    /// That it is fixed.
    Fix,
    /// How the major incident stands.
    Update,
}

impl Known {
    /// All, in order of declaration.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the name in addresses and forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Workaround => "workaround",
            Self::Fix => "fix",
            Self::Update => "update",
        }
    }

    /// Returns the one with this name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.name() == name)
    }
}

/// What a problem says that users are told; for agents only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The problem, or the major incident.
    pub problem: Reference,
    /// Its text: the workaround, the notes of its resolution, or how it stands.
    pub text: TextId,
}

/// The form that tells the user of an incident what is known of its cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// What is known.
    pub known: Known,
    /// What it comes from. The incident must be linked to the problem as its cause, be a child of the
    /// major incident, or be that itself.
    pub source: Source,
    /// What the user is told; required, at most `TEXT_MAX` characters.
    pub text: String,
    /// Who is notified. Of these, only participants are; whoever has another incident of the same
    /// cause is notified once.
    pub to: BTreeSet<PersonId>,
    /// Resolves the incident with its cause, in this way; only for a fix, or with a major incident
    /// that is worked round.
    pub resolve: Option<ResolutionCode>,
}

/// What users of an incident were told of its cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldBefore {
    /// The problem.
    pub problem: TicketId,
    /// The text of the problem that was told.
    pub text: TextId,
    /// Who was notified.
    pub to: BTreeSet<PersonId>,
}
