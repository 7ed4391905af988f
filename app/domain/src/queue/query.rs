//! Views and filters of the queue, as its address holds them.

use crate::kernel::actor::Actor;
use crate::kernel::ids::{PersonId, ServiceId, TeamId};
use crate::kernel::reference::Kind;
use crate::tickets::summary::Summary;
use crate::tickets::ticket::Ticket;
use crate::tickets::view::in_scope;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Standing view of the queue. A ticket is in the queue if it is open or has an unread answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum View {
    /// Tickets of the reader or of their teams that can be worked on.
    #[default]
    ToDo,
    /// Tickets without an assignee that can be worked on.
    Unassigned,
    /// Tickets of the reader's teams that can be worked on.
    MyTeams,
    /// Tickets assigned to the reader that can be worked on.
    Mine,
    /// Tickets that wait for somebody else: on hold, or for an approval.
    OnHold,
    /// Requests that are new or under evaluation.
    ToEvaluate,
    /// All tickets in the queue.
    Open,
    /// All tickets that are not in the queue.
    Done,
    /// All tickets.
    All,
}

/// The properties of a ticket that decide in which standing views it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// Kind of the ticket.
    pub kind: Kind,
    /// State of the ticket.
    pub state: State,
    /// Team in charge, if any.
    pub team: Option<TeamId>,
    /// Assignee, if any.
    pub assignee: Option<PersonId>,
    /// Whether the user wrote and no agent has read it yet.
    pub answered: bool,
}

impl Placement {
    /// Returns the placement of a ticket, as agents see it.
    pub fn of(ticket: &Ticket) -> Self {
        Self {
            kind: ticket.kind,
            state: ticket.state,
            team: ticket.team,
            assignee: ticket.assignee,
            answered: ticket.is_unread(),
        }
    }
}

impl From<&Summary> for Placement {
    fn from(summary: &Summary) -> Self {
        Self {
            kind: summary.reference.kind,
            state: summary.state,
            team: summary.team,
            assignee: summary.assignee,
            answered: summary.answered,
        }
    }
}

impl View {
    /// All standing views, in the order in which the queue lists them.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Whether the view shows a ticket with this placement to an agent who may see the ticket.
    pub fn shows(self, at: &Placement, actor: &Actor) -> bool {
        let to_do = at.state.is_to_do(at.answered);
        match self {
            Self::Unassigned => to_do && at.assignee.is_none(),
            Self::ToDo => Self::MyTeams.shows(at, actor) || Self::Mine.shows(at, actor),
            Self::MyTeams => to_do && at.team.is_some_and(|team| actor.teams.contains(&team)),
            Self::Mine => to_do && at.assignee.is_some() && at.assignee == actor.person(),
            Self::OnHold => at.state.waits(),
            Self::ToEvaluate => {
                at.kind == Kind::Request && matches!(at.state, State::New | State::UnderEvaluation)
            }
            Self::Open => at.state.in_queue(at.answered),
            Self::Done => !at.state.in_queue(at.answered),
            Self::All => true,
        }
    }

    /// Returns the orders in which the view can list tickets, its own first.
    pub const fn sorts(self) -> &'static [Sort] {
        match self {
            Self::ToDo => &[Sort::Due, Sort::Priority],
            Self::Unassigned
            | Self::MyTeams
            | Self::Mine
            | Self::OnHold
            | Self::ToEvaluate
            | Self::Open => &[Sort::Priority, Sort::Due],
            Self::Done => &[Sort::Done],
            Self::All => &[Sort::Newest],
        }
    }

    /// Returns the name in addresses of pages, such as `my_teams`.
    pub fn name(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// Order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// What is due first comes first, then by priority; what is not due comes last.
    Due,
    /// Highest priority first, then the longest waiting.
    Priority,
    /// Most recently finished first.
    Done,
    /// Most recently recorded first.
    Newest,
}

/// View and filters of the queue, as its address holds them. All filters must match.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueQuery {
    /// Standing view.
    pub view: View,
    /// Kind of ticket, if filtered.
    pub kind: Option<Kind>,
    /// State, if filtered.
    pub state: Option<State>,
    /// Priority, if filtered.
    pub priority: Option<crate::kernel::priority::Priority>,
    /// Service, if filtered.
    pub service: Option<ServiceId>,
    /// Team in charge, if filtered.
    pub team: Option<TeamId>,
    /// Assignee, if filtered.
    pub assignee: Option<PersonId>,
    /// Name or e-mail address of affected users, if filtered.
    pub who: String,
    /// Whether only tickets with an unread answer are shown.
    pub answered: bool,
    /// Words to search for; empty for no search.
    pub text: String,
    /// Order, if not the view's own.
    pub sort: Option<Sort>,
    /// Opaque cursor at which the page begins; `None` for the first page.
    pub after: Option<String>,
}

impl QueueQuery {
    /// Whether the list shows a ticket to an agent. Ignores the words to search for and the name of
    /// the affected user, which only the server can look up.
    pub fn matches(&self, summary: &Summary, actor: &Actor) -> bool {
        in_scope(summary.scoped, summary.team, actor)
            && self.view.shows(&Placement::from(summary), actor)
            && self.kind.is_none_or(|kind| kind == summary.reference.kind)
            && self.state.is_none_or(|state| state == summary.state)
            && self
                .priority
                .is_none_or(|priority| priority == summary.priority)
            && self
                .service
                .is_none_or(|service| Some(service) == summary.service)
            && self.team.is_none_or(|team| Some(team) == summary.team)
            && self
                .assignee
                .is_none_or(|assignee| Some(assignee) == summary.assignee)
            && (!self.answered || summary.answered)
    }

    /// Returns the order of the list: the one that is asked for if its view has it.
    pub fn sort(&self) -> Sort {
        let sorts = self.view.sorts();
        let asked = self.sort.filter(|sort| sorts.contains(sort));
        asked.or(sorts.first().copied()).unwrap_or(Sort::Priority)
    }

    /// Compares two tickets by their order in the list; the oldest first where nothing else is said.
    pub fn order(&self, one: &Summary, other: &Summary) -> Ordering {
        let id = |summary: &Summary| summary.reference.id;
        match self.sort() {
            Sort::Done => (other.done_at, id(other)).cmp(&(one.done_at, id(one))),
            Sort::Newest => id(other).cmp(&id(one)),
            Sort::Priority => {
                let key = |of: &Summary| (of.priority.rank(), of.recorded_at, id(of));
                key(one).cmp(&key(other))
            }
            Sort::Due => {
                let at = |of: &Summary| of.due.map_or(i64::MAX, |due| due.at.0);
                let key = |of: &Summary| (at(of), of.priority.rank(), id(of));
                key(one).cmp(&key(other))
            }
        }
    }
}
