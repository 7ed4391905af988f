//! What present rules would move if they were applied to what is open.

use crate::kernel::promise::Promise;
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use crate::tickets::clock::Clocks;
use serde::{Deserialize, Serialize};

/// Maximum number of tickets that are told one by one.
pub const ROWS: usize = 100;

/// A ticket whose due time would move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The ticket.
    pub reference: Reference,
    /// Its subject.
    pub subject: String,
    /// What is due first now, if anything is.
    pub before: Option<(Promise, Timestamp)>,
    /// What would be due first.
    pub after: Option<(Promise, Timestamp)>,
}

/// What would move, of the tickets that the reader may see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moves {
    /// Number of tickets whose clocks would change.
    pub moved: usize,
    /// Of those, the number that would have clocks for the first time.
    pub gained: usize,
    /// Of those, the number that would be late at once, and are not.
    pub late: usize,
    /// The first of them.
    pub rows: Vec<Move>,
    /// The rules that this is a preview of, as a hash: applied to are these and no others.
    pub rules: String,
}

impl Moves {
    /// Adds a ticket whose clocks would change.
    pub fn add(
        &mut self,
        (reference, subject): (Reference, String),
        (before, after): (Option<&Clocks>, &Clocks),
        now: Timestamp,
    ) {
        let late = |clocks: &Clocks| {
            Promise::ALL.iter().any(|promise| {
                clocks.of(*promise).is_late(now) && !clocks.of(*promise).has_stopped()
            })
        };
        self.moved += 1;
        self.gained += usize::from(before.is_none());
        self.late += usize::from(late(after) && !before.is_some_and(late));
        if self.rows.len() < ROWS {
            let due = |clocks: &Clocks| clocks.due().map(|due| (due.promise, due.at));
            self.rows.push(Move {
                reference,
                subject,
                before: before.and_then(due),
                after: due(after),
            });
        }
    }
}

/// Whether clocks go otherwise: their sums aside, which are counted another way.
pub fn differ(before: Option<&Clocks>, after: &Clocks) -> bool {
    let Some(before) = before else {
        return true;
    };
    Promise::ALL.iter().any(|promise| {
        let (was, is) = (before.of(*promise), after.of(*promise));
        let target = |clock: &crate::tickets::clock::Clock| {
            clock.sum.as_ref().and_then(|sum| sum.target.clone())
        };
        (was.stand, was.due) != (is.stand, is.due) || target(was) != target(is)
    })
}
