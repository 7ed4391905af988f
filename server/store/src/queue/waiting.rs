//! Who has open work: assignees and teams of queued tickets, and approvers awaited.

use crate::kernel::conn::{Conn, on};
use crate::kernel::error::StoreError;
use crate::queue::filter::{Scope, numbers};
use guichet_domain::directory::open_work::OpenWork;
use guichet_domain::kernel::stream::{Stream, StreamId};
use guichet_domain::tickets::workflow::State;
use guichet_domain::{PersonId, TicketId, Timestamp};
use sqlx::AssertSqlSafe;

/// Maximum number of tickets returned at once.
const PART: usize = 200;

impl Conn {
    /// Numbers of the agents and of the teams that have tickets in a queue. Read from the counts,
    /// so it does not depend on the number of tickets.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; the same for the functions below.
    pub async fn in_charge(&mut self) -> Result<(Vec<i64>, Vec<i64>), StoreError> {
        let open: Vec<String> = State::ALL
            .iter()
            .filter(|state| state.is_open())
            .map(|state| format!("'{}'", state.name()))
            .collect();
        let of = |column: &str| {
            format!(
                "SELECT DISTINCT {column} FROM tally WHERE n > 0 AND {column} <> 0
                 AND (answered OR state IN ({})) ORDER BY {column}",
                open.join(", ")
            )
        };
        let (assignees, teams) = (of("assignee"), of("team"));
        let assignees: Vec<(i64,)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(assignees)).fetch_all(c).await?);
        let teams: Vec<(i64,)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(teams)).fetch_all(c).await?);
        let ids = |rows: Vec<(i64,)>| rows.into_iter().map(|(id,)| id).collect();
        Ok((ids(assignees), ids(teams)))
    }

    /// The latest decisions of an approver: the ticket, whether they approved it, and when.
    pub async fn decisions_of(
        &mut self,
        person: PersonId,
        limit: i64,
    ) -> Result<Vec<(TicketId, bool, Timestamp)>, StoreError> {
        let sql = "SELECT id, type, at FROM event
             WHERE stream = 'ticket' AND type IN ('approved', 'refused') AND actor = $1
             ORDER BY position DESC LIMIT $2";
        let rows: Vec<(i64, String, i64)> =
            on!(self, c => sqlx::query_as(sql).bind(person.0).bind(limit).fetch_all(c).await?);
        let rows = rows.into_iter();
        Ok(rows
            .map(|(id, name, at)| (TicketId(id), name == "approved", Timestamp(at)))
            .collect())
    }

    /// Numbers of the people whose approval is awaited.
    pub async fn approvers(&mut self) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT DISTINCT person FROM approval ORDER BY person";
        let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(sql).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// The next 200 tickets after `after` that are in a queue of these agents or teams, or await
    /// the decision of these approvers.
    pub async fn waiting_for(
        &mut self,
        assignees: &[i64],
        teams: &[i64],
        approvers: &[i64],
        after: TicketId,
    ) -> Result<Vec<TicketId>, StoreError> {
        let mut parts = Vec::new();
        for (column, of) in [("assignee", assignees), ("team", teams)] {
            if !of.is_empty() {
                let of = numbers(of.iter().copied());
                parts.push(format!(
                    "SELECT id FROM ticket WHERE open = TRUE AND {column} IN ({of}) AND id > {after}"
                ));
            }
        }
        if !approvers.is_empty() {
            let of = numbers(approvers.iter().copied());
            parts.push(format!(
                "SELECT ticket AS id FROM approval WHERE person IN ({of}) AND ticket > {after}"
            ));
        }
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!("{} ORDER BY id LIMIT {PART}", parts.join(" UNION "));
        let rows: Vec<(i64,)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id,)| TicketId(id)).collect())
    }

    /// Number of queued tickets of a directory entry, and of decisions awaited from it, as far as
    /// visible to `scope`. Zero for kinds of entries tickets do not name.
    pub async fn open_work(&mut self, scope: &Scope, of: StreamId) -> Result<OpenWork, StoreError> {
        let column = match of.kind {
            Stream::Person => "assignee",
            Stream::Team => "team",
            Stream::Service => "service",
            Stream::Item => "item",
            _ => return Ok(OpenWork::default()),
        };
        let seen = scope.condition();
        let sql =
            format!("SELECT COUNT(*) FROM ticket WHERE open = TRUE AND {column} = $1 AND {seen}");
        let (tickets,): (i64,) =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(of.id).fetch_one(c).await?);
        let mut approvals = 0;
        if of.kind == Stream::Person {
            let sql = format!(
                "SELECT COUNT(*) FROM approval JOIN ticket ON id = approval.ticket
                 WHERE person = $1 AND {seen}"
            );
            (approvals,) =
                on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(of.id).fetch_one(c).await?);
        }
        Ok(OpenWork { tickets, approvals })
    }
}
