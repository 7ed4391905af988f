//! Facts that a decision depends on beside the ticket, for one person and one ticket.

use crate::directory::catalogue::Item;
use crate::directory::service_level::PromiseRules;
use crate::kernel::audience::Audience;
use crate::kernel::ids::{CategoryId, PersonId, ServiceId, TeamId, TextId, TicketId};
use crate::kernel::priority::Matrix;
use crate::kernel::removed::Removed;
use crate::kernel::time::Timestamp;
use crate::tickets::approval::Route;
use crate::tickets::ticket::Ticket;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What recording and categorising need to know about a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceFacts {
    /// Team that its tickets go to.
    pub team: TeamId,
    /// Whether only that team may see its tickets.
    pub restricted: bool,
    /// Its active categories.
    pub categories: BTreeSet<CategoryId>,
    /// Its categories, active or not, whose incidents are resolved without asking for a cause.
    #[serde(default)]
    pub no_cause: BTreeSet<CategoryId>,
}

/// Ticket that an incident is recorded under, and what can be done meanwhile. Its user learns of
/// neither its number nor its texts, but of the workaround.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The ticket.
    pub ticket: Ticket,
    /// Its workaround, if there is one.
    pub workaround: Option<(TextId, String)>,
}

/// Facts that a decision depends on, without rules. `None` means that this side does not know and
/// the server must be asked. Facts that all decisions share are behind an [`Arc`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Priority for each impact and urgency.
    pub matrix: Option<Matrix>,
    /// Active agents and their teams.
    pub agents: Option<Arc<BTreeMap<PersonId, BTreeSet<TeamId>>>>,
    /// Active teams.
    pub teams: Option<Arc<BTreeSet<TeamId>>>,
    /// Active services.
    pub services: Option<Arc<BTreeMap<ServiceId, ServiceFacts>>>,
    /// People named by the command whom the desk knows.
    pub people: Option<BTreeSet<PersonId>>,
    /// Other tickets named by the command that exist.
    #[serde(skip)]
    pub others: Option<BTreeMap<TicketId, Ticket>>,
    /// Rules by which times are promised. The browser has none: it invents no time.
    #[serde(skip)]
    pub promises: Option<Arc<PromiseRules>>,
    /// Ticket that a new incident is recorded under, if it happens to somebody else too.
    #[serde(skip)]
    pub parent: Option<Parent>,
    /// Number that a new ticket gets.
    #[serde(skip)]
    pub number: Option<TicketId>,
    /// Texts and files that can be removed, and who could read each.
    pub readable: Option<BTreeMap<Removed, Audience>>,
    /// Who must approve this request; the inner `None` if nobody must.
    pub route: Option<Option<Route>>,
    /// Catalogue item that the command names; the inner `None` if it names none that is offered.
    pub item: Option<Option<Item>>,
    /// Whether the ticket is announced as a disruption: a major incident (ITIL).
    #[serde(default)]
    pub announced: bool,
    /// When a user who is asked now is reminded; `None` if they are not.
    #[serde(default)]
    pub reminded_at: Option<Timestamp>,
    /// When a ticket that is resolved or fulfilled now closes by itself.
    pub closes_at: Option<Timestamp>,
    /// Until when a ticket that is closed now can be reopened.
    pub reopen_until: Option<Timestamp>,
    /// Team of tickets whose item and service give none.
    pub first_team: Option<TeamId>,
}
