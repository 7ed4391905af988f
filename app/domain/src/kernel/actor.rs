//! Who does something, and in which role.

use crate::kernel::ids::{PersonId, TeamId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What somebody may do at the desk; each includes the ones before it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Role {
    #[default]
    User,
    Agent,
    TeamLead,
    SupportManager,
    Administrator,
}

impl Role {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    pub fn is_agent(self) -> bool {
        self >= Self::Agent
    }

    pub fn is_administrator(self) -> bool {
        self == Self::Administrator
    }
}

/// Who acts: a person with a role and teams, or the desk itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub who: Who,
    pub role: Role,
    pub teams: BTreeSet<TeamId>,
}

impl Actor {
    pub fn system() -> Self {
        Self {
            who: Who::System,
            role: Role::User,
            teams: BTreeSet::new(),
        }
    }

    pub fn is_system(&self) -> bool {
        self.who == Who::System
    }

    pub fn person(&self) -> Option<PersonId> {
        self.who.person()
    }
}

/// Who did something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    Person(PersonId),
    /// The desk itself: a date that passed, a setting at work.
    #[default]
    System,
}

impl Who {
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(*person),
            Self::System => None,
        }
    }
}
