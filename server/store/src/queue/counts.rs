//! Counts of tickets by kind, state and scope, updated by the transaction that changes them.

use crate::kernel::conn::{Conn, on};
use crate::kernel::error::StoreError;
use crate::queue::filter::{Scope, numbers};
use guichet_domain::Timestamp;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::workflow::State;
use sqlx::AssertSqlSafe;

/// Number of tickets of one sort, and how many of them concern the person asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Kind of the tickets.
    pub kind: Kind,
    /// State of the tickets.
    pub state: State,
    /// How many there are, as far as visible to the person asking.
    pub n: i64,
    /// How many are assigned to a team of the person asking.
    pub ours: i64,
    /// How many are assigned to the person asking.
    pub mine: i64,
    /// How many are assigned to the person asking or to a team of theirs.
    pub theirs: i64,
    /// How many are not assigned to an agent.
    pub unassigned: i64,
    /// Whether they have an answer from the user that nobody has read.
    pub answered: bool,
}

/// Kind, state, answered; all, by team, by agent, either, nobody's.
type Row = (String, String, bool, i64, i64, i64, i64, i64);

impl Tally {
    /// Whether tickets of this sort are in queues.
    pub fn in_queue(&self) -> bool {
        self.state.in_queue(self.answered)
    }
}

impl Conn {
    /// Number of sessions that have not expired.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_sessions(&mut self, now: Timestamp) -> Result<i64, StoreError> {
        let (n,): (i64,) = on!(self, c => sqlx::query_as(
            "SELECT COUNT(*) FROM session WHERE expires_at > $1").bind(now.0).fetch_one(c).await?);
        Ok(n)
    }

    /// Counts of the tickets `actor` may see. The database sums them up: one row per sort, however
    /// many teams and agents there are.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn tallies(&mut self, actor: &Actor) -> Result<Vec<Tally>, StoreError> {
        // No team and nobody has this number.
        const NONE: i64 = -1;
        let teams = Scope::of(actor).teams;
        let ours = format!(
            "team IN ({})",
            numbers(teams.iter().map(|t| t.0).chain([NONE]))
        );
        let me = actor.person().map_or(NONE, |person| person.0);
        let sum = |of: &str| format!("CAST(SUM(CASE WHEN {of} THEN n ELSE 0 END) AS BIGINT)");
        let sql = format!(
            "SELECT kind, state, answered, CAST(SUM(n) AS BIGINT), {}, {}, {}, {}
             FROM tally WHERE n > 0 AND (NOT scoped OR {ours}) GROUP BY kind, state, answered",
            sum(&ours),
            sum("assignee = $1"),
            sum(&format!("assignee = $1 OR {ours}")),
            sum("assignee = 0"),
        );
        let rows: Vec<Row> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(me).fetch_all(c).await?);
        let parse = |name: String| serde_json::Value::String(name);
        Ok(rows
            .into_iter()
            .filter_map(
                |(kind, state, answered, n, ours, mine, theirs, unassigned)| {
                    Some(Tally {
                        kind: serde_json::from_value(parse(kind)).ok()?,
                        state: serde_json::from_value(parse(state)).ok()?,
                        n,
                        ours,
                        mine,
                        theirs,
                        unassigned,
                        answered,
                    })
                },
            )
            .collect())
    }
}
