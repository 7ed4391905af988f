//! Which tickets a list shows, to whom and in which order.

use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::ids::{PersonId, ServiceId, TeamId};
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::summary::Summary;
use guichet_domain::tickets::workflow::State;
use std::collections::BTreeSet;

/// What somebody at the desk may see: their teams' tickets, and what belongs to no team alone.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub teams: BTreeSet<TeamId>,
}

impl Scope {
    pub fn of(actor: &Actor) -> Self {
        Self {
            teams: actor.teams.clone(),
        }
    }

    /// Whether a row of the table `ticket` may be seen, as SQL.
    pub(crate) fn condition(&self) -> String {
        // No team has number 0: a list is never empty.
        let teams = numbers(self.teams.iter().map(|team| team.0).chain([0]));
        format!("(scoped = FALSE OR team IN ({teams}))")
    }
}

/// Which tickets a list shows. Everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// What stands in a queue: it is open, or has an answer that nobody has read; or what has been
    /// finished.
    pub open: Option<bool>,
    pub kind: Option<Kind>,
    pub states: Vec<State>,
    pub priority: Option<Priority>,
    pub service: Option<ServiceId>,
    pub teams: Option<BTreeSet<TeamId>>,
    pub assignee: Option<PersonId>,
    pub unassigned: bool,
    pub answered: bool,
    pub affected: Option<PersonId>,
    pub text: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By priority, then the oldest first.
    #[default]
    Priority,
    /// What was finished last comes first.
    Done,
    /// What was recorded last comes first.
    Newest,
}

/// The place in a list after which the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Key {
    pub rank: i64,
    pub at: i64,
    pub id: i64,
}

/// One page of a list. It may hold fewer tickets than were asked for, or none, and still have a
/// next one: then so many were looked at that did not fit.
#[derive(Clone, Debug)]
pub struct Page {
    pub tickets: Vec<Summary>,
    pub next: Option<Key>,
}

pub(crate) fn numbers(ids: impl Iterator<Item = i64>) -> String {
    // Numbers only: nothing a person typed gets in here.
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}
