//! Facts that a decision on an article depends on beside it, for one person.

use crate::kernel::ids::{PersonId, ServiceId, TeamId, TextId, TicketId};
use crate::knowledge::view::Restricted;
use crate::tickets::facts::ServiceFacts;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Facts that a decision on an article depends on. Facts that all decisions share are behind an
/// [`Arc`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleFacts {
    /// Active services.
    pub services: Arc<BTreeMap<ServiceId, ServiceFacts>>,
    /// Services whose articles are for their own team, also those that are no longer active.
    pub restricted: Restricted,
    /// Services whose agents publish without a review.
    pub unreviewed: BTreeSet<ServiceId>,
    /// Services that this person publishes for though they do not lead the team.
    pub publishes: BTreeSet<ServiceId>,
    /// Active agents and their teams.
    pub agents: Arc<BTreeMap<PersonId, BTreeSet<TeamId>>>,
    /// Texts that the article ever had, for a command that removes one.
    pub texts: BTreeSet<TextId>,
    /// Tickets named by the command that this person may see.
    pub tickets: BTreeSet<TicketId>,
}
