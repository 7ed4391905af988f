//! People and the desk itself as actors, and their roles.

use crate::kernel::ids::{PersonId, TeamId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Role of a person at the desk. Each role includes the rights of the ones before it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Role {
    /// Reports tickets and follows their own on the portal; is no agent.
    #[default]
    User,
    /// Works on tickets at the desk.
    Agent,
    /// Agent who may also replace approvers on tickets of the teams they belong to.
    TeamLead,
    /// Agent who may also replace approvers on the tickets of every team.
    SupportManager,
    /// Sets up the desk: people, teams, services, the catalogue and settings.
    Administrator,
}

impl Role {
    /// All roles, from the least to the most rights.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Whether the role works at the desk: [`Role::Agent`] or above.
    pub fn is_agent(self) -> bool {
        self >= Self::Agent
    }

    /// Whether the role is [`Role::Administrator`].
    pub fn is_administrator(self) -> bool {
        self == Self::Administrator
    }
}

/// A person with a role and teams, or the desk itself, as the one who acts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person, or the desk itself.
    pub who: Who,
    /// Role of the person; [`Role::User`] for the desk itself.
    pub role: Role,
    /// Teams the person belongs to; empty for the desk itself.
    pub teams: BTreeSet<TeamId>,
}

impl Actor {
    /// Returns the desk itself as actor, which sees and does what an agent does.
    pub fn system() -> Self {
        Self {
            who: Who::System,
            role: Role::User,
            teams: BTreeSet::new(),
        }
    }

    /// Whether the desk itself acts.
    pub fn is_system(&self) -> bool {
        self.who == Who::System
    }

    /// Returns the person who acts; `None` for the desk itself.
    pub fn person(&self) -> Option<PersonId> {
        self.who.person()
    }
}

/// Author of a change: a person, or the desk itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A person of the directory.
    Person(PersonId),
    /// The desk itself, for example when a deadline passes or a setting changes.
    #[default]
    System,
}

impl Who {
    /// Returns the person; `None` for the desk itself.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(*person),
            Self::System => None,
        }
    }
}
