//! How many tickets there are, by scope: kept by the same transaction that changes them.

use crate::conn::{Conn, on};
use crate::{Scope, StoreError};
use guichet_domain::facts::Actor;
use guichet_domain::ticket::{Kind, State};
use guichet_domain::{TeamId, Timestamp};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// So many tickets of one sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub kind: Kind,
    pub state: State,
    /// In a team of whoever asks.
    pub ours: bool,
    /// Assigned to whoever asks.
    pub mine: bool,
    pub unassigned: bool,
    pub n: i64,
}

impl Conn {
    /// Browsers that are signed in.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn count_sessions(&mut self, now: Timestamp) -> Result<i64, StoreError> {
        let (n,): (i64,) = on!(self, c => sqlx::query_as(
            "SELECT COUNT(*) FROM session WHERE expires_at > $1").bind(now.0).fetch_one(c).await?);
        Ok(n)
    }

    /// The counts that `actor` may see, apart as they concern them. The database adds them up: what
    /// comes back is as many rows as there are sorts, however many teams and agents there are.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn tallies(&mut self, actor: &Actor) -> Result<Vec<Tally>, StoreError> {
        let seen = among("team", &Scope::of(actor).teams);
        let ours = among("team", &actor.teams);
        let me = actor.person().map_or(-1, |person| person.0);
        let sql = format!(
            "SELECT kind, state, {ours} AS ours, assignee = {me} AS mine, assignee = 0 AS free,
                    CAST(SUM(n) AS BIGINT)
             FROM tally WHERE n > 0 AND (NOT scoped OR {seen})
             GROUP BY 1, 2, 3, 4, 5"
        );
        let rows: Vec<(String, String, bool, bool, bool, i64)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(c).await?);
        let parse = |name: String| serde_json::Value::String(name);
        Ok(rows
            .into_iter()
            .filter_map(|(kind, state, ours, mine, unassigned, n)| {
                Some(Tally {
                    kind: serde_json::from_value(parse(kind)).ok()?,
                    state: serde_json::from_value(parse(state)).ok()?,
                    ours,
                    mine,
                    unassigned,
                    n,
                })
            })
            .collect())
    }
}

/// Whether a column holds one of these teams.
fn among(column: &str, teams: &BTreeSet<TeamId>) -> String {
    let teams: Vec<String> = teams.iter().map(|team| team.0.to_string()).collect();
    match teams.as_slice() {
        [] => "FALSE".to_owned(),
        teams => format!("{column} IN ({})", teams.join(", ")),
    }
}
