//! "It happens to me too": a short incident under what is announced or published already.

use crate::kernel::ids::{ArticleId, DisruptionId};
use crate::kernel::reference::Kind;
use crate::tickets::ticket::{LINKS_MAX, Ticket};
use serde::{Deserialize, Serialize};

/// What happens to somebody else too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeToo {
    /// A disruption that is announced.
    Disruption(DisruptionId),
    /// A known error that an article is about.
    Article(ArticleId),
}

/// Whether others may report an incident under this ticket: an open problem or incident that all
/// agents see and that has room for another. Nobody learns of another by it.
pub fn is_parent(ticket: &Ticket) -> bool {
    let fits = matches!(ticket.kind, Kind::Problem | Kind::Incident);
    let has_room = ticket.internal.links.len() < LINKS_MAX;
    fits && ticket.state.is_open() && !ticket.is_scoped() && has_room
}

/// Returns the ticket that is the parent of more: a problem before an incident, the older one first.
pub fn parent<'a>(tickets: impl Iterator<Item = &'a Ticket>) -> Option<&'a Ticket> {
    let rank = |ticket: &&Ticket| (ticket.kind != Kind::Problem, ticket.id);
    tickets.filter(|ticket| is_parent(ticket)).min_by_key(rank)
}
