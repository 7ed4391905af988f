//! What came in and went out, of the whole desk or of a team.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, if_readable};
use guichet_domain::figures::facts::TicketFacts;
use guichet_domain::figures::flow::{FlowDay, flow};
use guichet_domain::figures::period::Period;
use guichet_domain::{TeamId, TicketId};

/// The flow of a period, and how much of it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Each day, in order.
    pub days: Vec<FlowDay>,
    /// Each day of the period of the same length before it, in order.
    pub before: Vec<FlowDay>,
    /// Number of tickets that could not be read and are not counted.
    pub unreadable: usize,
}

impl Desk {
    /// Counts the flow of a period in the days of the desk's zone, from the log of every ticket: for
    /// whoever operates the desk, since it counts those too that only a team sees.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such team; [`DeskError::Store`] if the database does not
    /// answer.
    pub async fn flow(&self, period: Period, team: Option<TeamId>) -> Result<Flow, DeskError> {
        let mut snapshot = self.snapshot().await?;
        if team.is_some_and(|team| !snapshot.directory.teams.contains_key(&team)) {
            return Err(DeskError::NotFound);
        }
        let (mut facts, mut unreadable) = (Vec::new(), 0);
        let mut last = TicketId(0);
        loop {
            let some = snapshot.conn.all_tickets(last).await?;
            let Some(end) = some.last() else { break };
            last = *end;
            for (_, aggregate) in snapshot.conn.aggregates(some).await? {
                let read = if_readable(aggregate)?;
                let known = read.and_then(|aggregate| TicketFacts::of(aggregate.history()));
                unreadable += usize::from(known.is_none());
                facts.extend(known);
            }
        }
        let counts = |of: Option<TeamId>| team.is_none() || of == team;
        let days = |period| flow(&facts, period, self.zone(), counts);
        Ok(Flow {
            days: days(period),
            before: days(period.before()),
            unreadable,
        })
    }
}
