//! Updates of an open page of the queue: placing changed tickets and adjusting counts.

use crate::kernel::actor::Actor;
use crate::queue::query::{Placement, QueueQuery, View};
use crate::tickets::line::Line;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Moves a changed ticket to its place among the lines of a page, or removes it if it does not
/// belong there. `is_last` says whether this is the last page; if it is not, a ticket that belongs
/// behind its end may belong on a later page. Ignores the words of a search, which only the index
/// of the server knows.
pub fn place(lines: &mut Vec<Line>, line: &Line, query: &QueueQuery, actor: &Actor, is_last: bool) {
    let id = line.summary.reference.id;
    let before = lines.iter().position(|one| one.summary.reference.id == id);
    let before = before.map(|at| (at, lines.remove(at)));
    if !query.matches(&line.summary, actor) {
        return;
    }
    let at = lines.partition_point(|one| query.order(&one.summary, &line.summary).is_lt());
    let stood = |end: usize, way: Ordering| {
        let still = before.as_ref().filter(|(at, _)| *at == end);
        still.is_some_and(|(_, was)| query.order(&line.summary, &was.summary) != way)
    };
    // A ticket that belongs before the first line of a later page, or behind the last line of a
    // page that others follow, may belong on another page, unless it was there and did not move
    // outward.
    let is_before = at == 0 && query.after.is_some() && !stood(0, Ordering::Less);
    let is_behind = at == lines.len() && !is_last && !stood(at, Ordering::Greater);
    if !is_before && !is_behind {
        lines.insert(at, line.clone());
    }
}

/// Adjusts the counts of the standing views after a ticket moved. `was` is its placement before, if
/// `actor` could see it then.
pub fn recount(
    counts: &mut BTreeMap<String, i64>,
    was: Option<&Placement>,
    now: &Placement,
    actor: &Actor,
) {
    for view in View::ALL {
        let before = was.is_some_and(|was| view.shows(was, actor));
        let by = i64::from(view.shows(now, actor)) - i64::from(before);
        let count = counts.entry(view.name()).or_default();
        *count = (*count + by).max(0);
    }
}
