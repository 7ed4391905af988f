//! When a user is asked how they were served.

use crate::feedback::event::{Asked, Occasion};
use crate::kernel::reference::Kind;
use crate::kernel::time::{DAY, Timestamp};
use crate::tickets::ticket::Ticket;
use crate::tickets::workflow::State;

/// Days for which a question can be answered, and the answer changed.
pub const OPEN_DAYS: i64 = 30;

/// What is known of the affected user, beside the ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AskFacts {
    /// Whether they are a person who is still there, and no program.
    pub is_there: bool,
    /// When they were last asked, of any ticket.
    pub last_asked: Option<Timestamp>,
    /// Days that pass at least between two questions to one person; 0 for none ever.
    pub every_days: u32,
}

/// Returns how the ticket, which was in the state `before`, has just ended, if its user can be asked
/// about that: it was closed after the work was done, or refused. A cancelled ticket asks nobody, and
/// neither does a problem, which is of the desk's own, nor one whose user did the work.
pub fn occasion(before: State, after: &Ticket) -> Option<Occasion> {
    if before == after.state || after.kind == Kind::Problem {
        return None;
    }
    let occasion = match after.state {
        State::Closed => Occasion::Closed,
        State::Refused => Occasion::Refused,
        _ => return None,
    };
    (after.assignee != Some(after.affected)).then_some(occasion)
}

/// Returns the question that the end of a ticket leads to at `now`, if any.
pub fn ask(after: &Ticket, occasion: Occasion, facts: AskFacts, now: Timestamp) -> Option<Asked> {
    let pause = i64::from(facts.every_days) * DAY;
    let is_time = facts.last_asked.is_none_or(|last| now >= last.plus(pause));
    (facts.is_there && facts.every_days > 0 && is_time).then(|| Asked {
        ticket: after.id,
        person: after.affected,
        occasion,
        agent: after.assignee,
        team: after.team,
        until: now.plus(OPEN_DAYS * DAY),
    })
}
