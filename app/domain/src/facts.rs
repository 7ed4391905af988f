//! What a decision rests on beside the ticket, for one person and one ticket.

use crate::approval::Route;
use crate::directory::Item;
use crate::ids::*;
use crate::priority::Matrix;
use crate::ticket::{Removed, Who};
use crate::time::Timestamp;
use crate::view::Audience;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody may do at the desk; each includes the ones before it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    #[default]
    User,
    Agent,
    TeamLead,
    SupportManager,
    Administrator,
}

impl Role {
    pub const ALL: &'static [Self] = &[
        Self::User,
        Self::Agent,
        Self::TeamLead,
        Self::SupportManager,
        Self::Administrator,
    ];

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

/// What recording and categorising need to know of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceFacts {
    pub team: TeamId,
    pub restricted: bool,
    pub categories: BTreeSet<CategoryId>,
}

/// The rule-free knowledge a decision rests on. `None` means that this side does not know and the
/// server must be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub matrix: Option<Matrix>,
    /// Agents and their teams.
    pub agents: Option<BTreeMap<PersonId, BTreeSet<TeamId>>>,
    pub teams: Option<BTreeSet<TeamId>>,
    pub services: Option<BTreeMap<ServiceId, ServiceFacts>>,
    /// Everybody that the command names and the desk knows.
    pub people: Option<BTreeSet<PersonId>>,
    /// What there is to be removed, and who could read it.
    pub readable: Option<BTreeMap<Removed, Audience>>,
    /// Whose approval this request wants; the inner `None` means nobody's.
    pub route: Option<Option<Route>>,
    /// The catalogue item that the command names; the inner `None` where there is none to ask for.
    pub item: Option<Option<Item>>,
    /// When a ticket that is resolved now closes by itself.
    pub closes_at: Option<Timestamp>,
    /// Until when a ticket that is closed now can be reopened.
    pub reopen_until: Option<Timestamp>,
    /// Where a ticket goes that no service claims.
    pub first_team: Option<TeamId>,
}
