//! What came in and went out on each day, and what was open at its end.

use crate::figures::facts::TicketFacts;
use crate::figures::period::{Period, midnight};
use crate::kernel::ids::TeamId;
use crate::kernel::time::{Date, Timestamp, Zone};

/// A day, in the reader's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowDay {
    /// The day.
    pub day: Date,
    /// Number of tickets recorded: of a team, those that were recorded for it.
    pub recorded: u32,
    /// How often the work on a ticket ended: of a team, what ended while it was in charge. What was
    /// reopened and ended again counts twice.
    pub ended: u32,
    /// Number of tickets that were open at the end of the day, and in that team's charge then.
    pub open: u32,
}

/// Counts each day of a period, in order, over tickets of teams that `counts`.
pub fn flow<'a>(
    facts: impl IntoIterator<Item = &'a TicketFacts>,
    period: Period,
    zone: &Zone,
    counts: impl Fn(Option<TeamId>) -> bool,
) -> Vec<FlowDay> {
    let days: Vec<Date> = period.days().collect();
    let (begin, end) = period.bounds(zone);
    let mut ends: Vec<Timestamp> = days
        .iter()
        .skip(1)
        .map(|day| midnight(*day, zone))
        .collect();
    ends.push(end);
    let place =
        |at: Timestamp| (begin <= at && at < end).then(|| ends.partition_point(|end| *end <= at));
    let mut flow: Vec<FlowDay> = days.into_iter().map(nothing).collect();
    // Difference from one day to the next of how many are open.
    let mut change = vec![0_i64; ends.len() + 1];
    for ticket in facts {
        let recorded = counts(ticket.recorded_for).then_some(ticket.recorded_at);
        if let Some(day) = recorded.and_then(place).and_then(|n| flow.get_mut(n)) {
            day.recorded += 1;
        }
        for ended in ticket.ended.iter().filter(|ended| counts(ended.team)) {
            if let Some(day) = place(ended.at).and_then(|n| flow.get_mut(n)) {
                day.ended += 1;
            }
        }
        let open = ticket.lasted(Timestamp(i64::MAX));
        for (span, until) in open.filter(|(span, _)| span.is_open() && counts(span.team)) {
            // It was so at the end of the days that ended after it began, and not after it was over.
            let first = ends.partition_point(|end| *end <= span.from);
            let after = ends.partition_point(|end| *end <= until);
            change[first] += 1;
            change[after.max(first)] -= 1;
        }
    }
    let mut open = 0;
    for (day, change) in flow.iter_mut().zip(change) {
        open += change;
        day.open = u32::try_from(open).unwrap_or(u32::MAX);
    }
    flow
}

const fn nothing(day: Date) -> FlowDay {
    FlowDay {
        day,
        recorded: 0,
        ended: 0,
        open: 0,
    }
}
