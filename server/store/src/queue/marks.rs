//! The words of a ticket that nobody wrote: whether it is open, and who may find it.

use guichet_domain::{TeamId, Ticket};

/// What begins a word of the index that nobody wrote. It is no letter (Unicode, private use), so no
/// stem has it: nothing that is typed, on a ticket or into a search, can be such a word.
pub(crate) const MARK: char = '\u{e000}';

/// Carried by every ticket in a queue: a search among those then reads no further than they are.
pub(crate) fn open() -> String {
    format!("{MARK}open")
}

/// Carried by every ticket that no team has to itself.
pub(crate) fn unscoped() -> String {
    format!("{MARK}all")
}

/// Carried by what this team alone sees.
pub(crate) fn of_team(team: TeamId) -> String {
    format!("{MARK}team{team}")
}

/// The word that says who at the desk may find a ticket; none where nobody may.
pub(crate) fn scope(ticket: &Ticket) -> Option<String> {
    match (ticket.is_scoped(), ticket.team) {
        (false, _) => Some(unscoped()),
        (true, Some(team)) => Some(of_team(team)),
        (true, None) => None,
    }
}

/// The words of a ticket that nobody wrote.
pub(crate) fn marks(ticket: &Ticket) -> Vec<String> {
    let open = ticket.in_queue().then(open);
    scope(ticket).into_iter().chain(open).collect()
}
