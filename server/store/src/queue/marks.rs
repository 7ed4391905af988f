//! Marks: index words nobody wrote that say whether a ticket is open and who may find it.

use guichet_domain::{TeamId, Ticket};

/// First character of a mark. It is not a letter (Unicode private use), so no stem contains it, and
/// nothing typed into a ticket or a search can be a mark.
pub(crate) const MARK: char = '\u{e000}';

/// Mark of every ticket in a queue, so that a search among those reads no further.
pub(crate) fn open() -> String {
    format!("{MARK}open")
}

/// Mark of every ticket not restricted to one team.
pub(crate) fn unscoped() -> String {
    format!("{MARK}all")
}

/// Mark of tickets visible to this team alone.
pub(crate) fn of_team(team: TeamId) -> String {
    format!("{MARK}team{team}")
}

/// The mark that says which agents may find a ticket; `None` if none may.
pub(crate) fn scope(ticket: &Ticket) -> Option<String> {
    match ticket.scope() {
        (false, _) => Some(unscoped()),
        (true, Some(team)) => Some(of_team(team)),
        (true, None) => None,
    }
}

/// All marks of a ticket.
pub(crate) fn marks(ticket: &Ticket) -> Vec<String> {
    let open = ticket.in_queue().then(open);
    scope(ticket).into_iter().chain(open).collect()
}
