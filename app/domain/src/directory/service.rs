//! Services, and the categories below them.

use crate::kernel::ids::{CategoryId, PersonId, ServiceId, TeamId};
use crate::kernel::language::Label;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Service or piece of software that people use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Number of the service.
    pub id: ServiceId,
    /// Name.
    pub name: Label,
    /// Team that its tickets go to.
    pub team: TeamId,
    /// Whether, of all agents, only the ticket's team sees tickets of this service.
    pub restricted: bool,
    /// Whether its agents may publish articles that nobody reviewed.
    #[serde(default)]
    pub unreviewed: bool,
    /// Whether incidents that are most likely about it are categorised without an agent.
    #[serde(default)]
    pub files_itself: bool,
    /// Agents who publish its articles though they do not lead the team.
    #[serde(default)]
    pub publishers: BTreeSet<PersonId>,
    /// Whether it can be chosen for tickets.
    pub active: bool,
}

/// Category of tickets, below a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Number of the category.
    pub id: CategoryId,
    /// Service it belongs to.
    pub service: ServiceId,
    /// Name.
    pub name: Label,
    /// Whether the root cause is asked for when an incident of it is resolved.
    #[serde(default = "asked")]
    pub asks_cause: bool,
    /// Whether it can be chosen for tickets.
    pub active: bool,
}

/// Returns the default, also for categories that were saved when causes were asked of all.
const fn asked() -> bool {
    true
}

impl Default for Category {
    fn default() -> Self {
        Self {
            id: CategoryId::default(),
            service: ServiceId::default(),
            name: Label::default(),
            asks_cause: asked(),
            active: false,
        }
    }
}
