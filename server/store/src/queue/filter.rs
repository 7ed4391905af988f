//! Filter, order and visibility of ticket lists.

use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::ids::{PersonId, ServiceId, TeamId};
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::summary::Summary;
use guichet_domain::tickets::workflow::State;
use std::collections::BTreeSet;

/// What an agent may see: tickets of their teams, and tickets not restricted to one team.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The teams of the agent.
    pub teams: BTreeSet<TeamId>,
}

impl Scope {
    /// The scope of an actor: their teams.
    pub fn of(actor: &Actor) -> Self {
        Self {
            teams: actor.teams.clone(),
        }
    }

    /// SQL condition: whether a row of table `ticket` is visible.
    pub(crate) fn condition(&self) -> String {
        // No team has number 0: a list is never empty.
        let teams = numbers(self.teams.iter().map(|team| team.0).chain([0]));
        format!("(scoped = FALSE OR team IN ({teams}))")
    }
}

/// Which tickets a list shows. All criteria that are set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// `true`: tickets in a queue, that is open or with an unread answer. `false`: finished
    /// tickets. `None`: both.
    pub open: Option<bool>,
    /// Only tickets that can be worked on: none that waits for somebody else, unless its user wrote.
    pub to_do: bool,
    /// Only tickets of this kind.
    pub kind: Option<Kind>,
    /// Only tickets in one of these states; empty is any state.
    pub states: Vec<State>,
    /// Only tickets of this priority.
    pub priority: Option<Priority>,
    /// Only tickets of this service.
    pub service: Option<ServiceId>,
    /// Only tickets of one of these teams; an empty set matches none.
    pub teams: Option<BTreeSet<TeamId>>,
    /// Only tickets assigned to this agent.
    pub assignee: Option<PersonId>,
    /// Only tickets assigned to this agent or of one of these teams.
    pub theirs: Option<(PersonId, BTreeSet<TeamId>)>,
    /// Only tickets without an assignee.
    pub unassigned: bool,
    /// Only tickets with an answer from the user that nobody has read.
    pub answered: bool,
    /// Only tickets whose affected user is one of these people; an empty set matches none.
    pub affected: Option<BTreeSet<PersonId>>,
    /// Words to search for; blank is no search.
    pub text: String,
}

/// Order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Highest priority first, then the longest waiting.
    #[default]
    Priority,
    /// What is due first, then by priority; what is not due comes last.
    Due,
    /// Most recently finished first.
    Done,
    /// Most recently recorded first.
    Newest,
}

/// The place in a list after which the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Key {
    /// Rank of the ticket's priority; used with [`Order::Priority`] and [`Order::Due`].
    pub rank: i64,
    /// Sort time in microseconds: recorded with [`Order::Priority`], due with [`Order::Due`], finished
    /// with [`Order::Done`], else 0.
    pub at: i64,
    /// Number of the ticket.
    pub id: i64,
}

/// One page of a list. It may hold fewer tickets than asked for, or none, and still have a next
/// page: then the maximum number of tickets was looked at and did not match.
#[derive(Clone, Debug)]
pub struct Page {
    /// The tickets, in the order of the list.
    pub tickets: Vec<Summary>,
    /// Where the next page begins; `None` if this is the last one.
    pub next: Option<Key>,
}

pub(crate) fn numbers(ids: impl Iterator<Item = i64>) -> String {
    // Numbers only: nothing a person typed gets in here.
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}
