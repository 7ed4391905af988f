//! How many tickets there are, by scope: kept by the same transaction that changes them.

use crate::conn::{Conn, on};
use crate::{Scope, StoreError};
use guichet_domain::facts::Actor;
use guichet_domain::ticket::{Kind, State};
use guichet_domain::{PersonId, TeamId, Timestamp};

/// So many tickets of one sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub kind: Kind,
    pub state: State,
    pub team: Option<TeamId>,
    pub assignee: Option<PersonId>,
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

    /// The counts that `actor` may see.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn tallies(&mut self, actor: &Actor) -> Result<Vec<Tally>, StoreError> {
        let scope = Scope::of(actor);
        let rows: Vec<(String, String, i64, i64, bool, i64)> = on!(self, c => sqlx::query_as(
            "SELECT kind, state, team, assignee, scoped, n FROM tally WHERE n > 0").fetch_all(c).await?);
        let parse = |name: String| serde_json::Value::String(name);
        Ok(rows
            .into_iter()
            .filter(|(_, _, team, _, scoped, _)| !scoped || scope.teams.contains(&TeamId(*team)))
            .filter_map(|(kind, state, team, assignee, _, n)| {
                Some(Tally {
                    kind: serde_json::from_value(parse(kind)).ok()?,
                    state: serde_json::from_value(parse(state)).ok()?,
                    team: (team != 0).then_some(TeamId(team)),
                    assignee: (assignee != 0).then_some(PersonId(assignee)),
                    n,
                })
            })
            .collect())
    }
}
