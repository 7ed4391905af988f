//! A page of the queue that follows what happens: a changed ticket finds its place by itself.

use crate::kernel::actor::Actor;
use crate::queue::query::{Placement, QueueQuery, View};
use crate::tickets::line::Line;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Puts a changed ticket where the list has it now, or takes it out. `is_last` says whether nothing
/// comes after this page: what belongs behind its end is there or on another one. The words that are
/// searched for are not known here: a search is asked for again.
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
    // Before the first of a later page, or behind the last of a page with others after it, it may
    // be anywhere, unless it stood there and did not go further.
    let is_before = at == 0 && query.after.is_some() && !stood(0, Ordering::Less);
    let is_behind = at == lines.len() && !is_last && !stood(at, Ordering::Greater);
    if !is_before && !is_behind {
        lines.insert(at, line.clone());
    }
}

/// Brings the counts of the standing views up to date after a ticket moved. `was` is where it stood,
/// if whoever looks could see it there.
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
