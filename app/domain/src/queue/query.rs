//! What the queue shows, as its address says it.

use crate::kernel::actor::Actor;
use crate::kernel::ids::{PersonId, ServiceId, TeamId};
use crate::kernel::reference::Kind;
use crate::tickets::summary::Summary;
use crate::tickets::ticket::Ticket;
use crate::tickets::view::in_scope;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// The standing views of the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum View {
    Unassigned,
    #[default]
    MyTeams,
    Mine,
    OnHold,
    ToEvaluate,
    Open,
    Done,
    All,
}

/// Where a ticket stands, as far as the counts of the standing views go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    pub kind: Kind,
    pub state: State,
    pub team: Option<TeamId>,
    pub assignee: Option<PersonId>,
    /// The user wrote, and nobody has read it.
    pub answered: bool,
}

impl Placement {
    pub fn of(ticket: &Ticket) -> Self {
        Self {
            kind: ticket.kind,
            state: ticket.state,
            team: ticket.team,
            assignee: ticket.assignee,
            answered: ticket.internal.answered_unread,
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
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Whether it shows a ticket that stands there, to somebody who may see it at the desk.
    pub fn shows(self, at: &Placement, actor: &Actor) -> bool {
        let in_queue = at.state.in_queue(at.answered);
        match self {
            Self::Unassigned => in_queue && at.assignee.is_none(),
            Self::MyTeams => in_queue && at.team.is_some_and(|team| actor.teams.contains(&team)),
            Self::Mine => in_queue && at.assignee.is_some() && at.assignee == actor.person(),
            Self::OnHold => at.state == State::OnHold,
            Self::ToEvaluate => {
                at.kind == Kind::Request && matches!(at.state, State::New | State::UnderEvaluation)
            }
            Self::Open => in_queue,
            Self::Done => !in_queue,
            Self::All => true,
        }
    }

    /// As it stands in addresses.
    pub fn name(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// What the queue shows, as its address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueQuery {
    pub view: View,
    pub kind: Option<Kind>,
    pub state: Option<State>,
    pub priority: Option<crate::kernel::priority::Priority>,
    pub service: Option<ServiceId>,
    pub team: Option<TeamId>,
    pub assignee: Option<PersonId>,
    pub answered: bool,
    pub text: String,
    /// Opaque: where the page begins.
    pub after: Option<String>,
}

impl QueueQuery {
    /// Whether the list shows a ticket to somebody at the desk, but for the words that are searched
    /// for: only the index knows those.
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

    /// Which of two tickets its list shows first.
    pub fn order(&self, one: &Summary, other: &Summary) -> Ordering {
        let id = |summary: &Summary| summary.reference.id;
        match self.view {
            View::Done => (other.done_at, id(other)).cmp(&(one.done_at, id(one))),
            View::All => id(other).cmp(&id(one)),
            _ => {
                let key = |of: &Summary| (of.priority.rank(), of.recorded_at, id(of));
                key(one).cmp(&key(other))
            }
        }
    }
}
