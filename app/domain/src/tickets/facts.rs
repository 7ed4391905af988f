//! What a decision rests on beside the ticket, for one person and one ticket.

use crate::directory::catalogue::Item;
use crate::kernel::audience::Audience;
use crate::kernel::ids::{CategoryId, PersonId, ServiceId, TeamId, TicketId};
use crate::kernel::priority::Matrix;
use crate::kernel::removed::Removed;
use crate::kernel::time::Timestamp;
use crate::tickets::approval_route::Route;
use crate::tickets::ticket::Ticket;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What recording and categorising need to know of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceFacts {
    pub team: TeamId,
    pub restricted: bool,
    pub categories: BTreeSet<CategoryId>,
}

/// The rule-free knowledge a decision rests on. `None` means that this side does not know and the
/// server must be asked. What all decisions share is made once, however many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub matrix: Option<Matrix>,
    /// Agents and their teams.
    pub agents: Option<Arc<BTreeMap<PersonId, BTreeSet<TeamId>>>>,
    pub teams: Option<Arc<BTreeSet<TeamId>>>,
    pub services: Option<Arc<BTreeMap<ServiceId, ServiceFacts>>>,
    /// Everybody that the command names and the desk knows.
    pub people: Option<BTreeSet<PersonId>>,
    /// The other tickets that the command names and the desk has.
    #[serde(skip)]
    pub others: Option<BTreeMap<TicketId, Ticket>>,
    /// The number that a new ticket gets.
    #[serde(skip)]
    pub number: Option<TicketId>,
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
