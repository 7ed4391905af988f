//! Lists of tickets, one page at a time, with keyset pagination.

use crate::kernel::conn::{Conn, on};
use crate::kernel::error::StoreError;
use crate::kernel::tx::Tx;
use crate::queue::filter::{Filter, Key, Order, Page, Scope};
use crate::queue::search::expression;
use crate::queue::select::{COLUMNS, NOT_DUE, Select, as_json};
use guichet_domain::kernel::ids::{ItemId, PersonId, ServiceId, TeamId, TicketId};
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::tickets::clock::Due;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::summary::Summary;
use sqlx::AssertSqlSafe;

#[derive(sqlx_macros::FromRow, serde::Deserialize)]
struct Row {
    id: i64,
    kind: String,
    state: String,
    state_before: Option<String>,
    hold: Option<String>,
    hold_until: Option<i64>,
    priority: i64,
    subject: String,
    affected: i64,
    reporter: Option<i64>,
    team: Option<i64>,
    assignee: Option<i64>,
    service: Option<i64>,
    item: Option<i64>,
    scoped: bool,
    answered: bool,
    claimed: bool,
    reopenings: i64,
    recorded_at: i64,
    updated_at: i64,
    done_at: Option<i64>,
    closes_at: Option<i64>,
    due_at: Option<i64>,
    due_soon: Option<i64>,
    due_promise: Option<String>,
    paused_at: Option<i64>,
}

pub(crate) fn parse<T: serde::de::DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// The promise that comes due first.
fn due(promise: Option<&str>, at: Option<i64>, soon: Option<i64>) -> Option<Due> {
    let at = at?;
    Some(Due {
        promise: parse(promise?)?,
        at: Timestamp(at),
        soon: Timestamp(soon.unwrap_or(at)),
    })
}

impl From<Row> for Summary {
    fn from(row: Row) -> Self {
        Self {
            reference: Reference {
                kind: parse(&row.kind).unwrap_or_default(),
                id: TicketId(row.id),
            },
            state: parse(&row.state).unwrap_or_default(),
            before: row.state_before.as_deref().and_then(parse),
            hold: row.hold.as_deref().and_then(parse::<HoldReason>),
            hold_until: row.hold_until.map(Timestamp),
            priority: Priority::from_rank(row.priority).unwrap_or(Priority::Moderate),
            subject: row.subject,
            affected: PersonId(row.affected),
            reporter: row.reporter.map(PersonId),
            team: row.team.map(TeamId),
            assignee: row.assignee.map(PersonId),
            service: row.service.map(ServiceId),
            item: row.item.map(ItemId),
            scoped: row.scoped,
            answered: row.answered,
            claimed: row.claimed,
            reopenings: u32::try_from(row.reopenings).unwrap_or(u32::MAX),
            recorded_at: Timestamp(row.recorded_at),
            updated_at: Timestamp(row.updated_at),
            done_at: row.done_at.map(Timestamp),
            closes_at: row.closes_at.map(Timestamp),
            due: due(row.due_promise.as_deref(), row.due_at, row.due_soon),
            paused_since: row.paused_at.map(Timestamp),
        }
    }
}

impl Conn {
    /// A page of tickets visible to `scope`. Ids are found in an index alone, then their rows are
    /// read.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list(
        &mut self,
        scope: &Scope,
        filter: &Filter,
        order: Order,
        after: Option<Key>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let postgres = self.is_postgres();
        let text = expression(&filter.text, filter.open == Some(true), scope, postgres);
        if text.is_none() && !filter.text.trim().is_empty() {
            return Ok(Page {
                tickets: Vec::new(),
                next: None,
            });
        }
        // A search among all tickets goes through its matches, the newest first.
        let matches = text.is_some() && filter.open != Some(true) && filter.affected.is_none();
        let by = if matches { Order::Newest } else { order };
        let sql = Select {
            scope,
            filter,
            order: by,
            finished: order == Order::Done,
            after,
            text: text.is_some(),
            limit,
            postgres,
        };
        let page = sql.page();
        let rows = self.list_rows(page, sql.by(), text.as_deref()).await?;
        let mut tickets: Vec<Summary> = rows.into_iter().map(Summary::from).collect();
        let more = tickets.len() > limit;
        tickets.truncate(limit);
        let mut next = tickets.last().filter(|_| more).map(|last| Key {
            rank: last.priority.rank(),
            at: match by {
                Order::Priority => last.recorded_at.0,
                Order::Done => last.done_at.map_or(0, |t| t.0),
                Order::Due => last.due.map_or(NOT_DUE, |due| due.at.0),
                Order::Newest => 0,
            },
            id: last.reference.id.0,
        });
        if !more && sql.is_window() {
            let end = sql.end();
            let end: Option<(i64, i64, i64)> = on!(self, c => {
                let query = sqlx::query_as(AssertSqlSafe(end)).persistent(false);
                match text {
                    Some(text) => query.bind(text).fetch_optional(c).await?,
                    None => query.fetch_optional(c).await?,
                }
            });
            next = end.map(|(rank, at, id)| Key { rank, at, id });
        }
        Ok(Page { tickets, next })
    }

    /// The rows of a list, in order. SQLite runs on a thread of its own and hands over rows one by
    /// one, with a thread switch each: from there the whole list comes as one JSON value.
    async fn list_rows(
        &mut self,
        sql: String,
        by: &str,
        text: Option<&str>,
    ) -> Result<Vec<Row>, StoreError> {
        // Not kept by the connection: hardly a list is asked for twice in the same words, and each
        // is to be planned for what it asks.
        match self.settled().await? {
            Tx::Postgres(tx) => {
                let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
                if let Some(text) = text {
                    query = query.bind(text);
                }
                Ok(query.fetch_all(&mut **tx).await?)
            }
            Tx::Sqlite(tx) => {
                let sql = format!(
                    "SELECT json_group_array({} ORDER BY {by}) FROM ({sql})",
                    as_json()
                );
                let mut query = sqlx::query_scalar(AssertSqlSafe(sql)).persistent(false);
                if let Some(text) = text {
                    query = query.bind(text);
                }
                let list: String = query.fetch_one(&mut **tx).await?;
                serde_json::from_str(&list)
                    .map_err(|error| sqlx::Error::Decode(error.into()).into())
            }
        }
    }

    /// Tickets a person participates in, newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn of_person(
        &mut self,
        person: PersonId,
        open: Option<bool>,
        before: Option<TicketId>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        // Not by `t.open`: whether an answer was read is not for them to know.
        let open = match open {
            Some(true) => " AND t.done_at IS NULL",
            Some(false) => " AND t.done_at IS NOT NULL",
            None => "",
        };
        let before = before.map_or(i64::MAX, |id| id.0);
        let sql = format!(
            "SELECT {} FROM participant p JOIN ticket t ON t.id = p.ticket
             WHERE p.person = {person} AND p.ticket < {before}{open} ORDER BY p.ticket DESC LIMIT {}",
            COLUMNS.split(", ").map(|column| format!("t.{column}")).collect::<Vec<_>>().join(", "),
            limit + 1
        );
        let rows = self.list_rows(sql, "id DESC", None).await?;
        let mut tickets: Vec<Summary> = rows
            .into_iter()
            .map(|row| Summary::from(row).for_user())
            .collect();
        let more = tickets.len() > limit;
        tickets.truncate(limit);
        let next = tickets.last().filter(|_| more).map(|last| Key {
            rank: 0,
            at: 0,
            id: last.reference.id.0,
        });
        Ok(Page { tickets, next })
    }

    /// Requests awaiting this person's decision, oldest first, at most 200.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn awaiting(&mut self, person: PersonId) -> Result<Vec<TicketId>, StoreError> {
        let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT ticket FROM approval WHERE person = $1 ORDER BY ticket LIMIT 200")
            .bind(person.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id,)| TicketId(id)).collect())
    }

    /// The next 200 tickets of a service after `after` whose restriction to a team differs from
    /// `restricted`. Confidential tickets are visible to their team alone, whatever the service
    /// says.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn seen_otherwise(
        &mut self,
        service: ServiceId,
        restricted: bool,
        after: TicketId,
    ) -> Result<Vec<TicketId>, StoreError> {
        let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT id FROM ticket WHERE service = $1 AND scoped <> $2 AND id > $3 ORDER BY id LIMIT 200")
            .bind(service.0).bind(restricted).bind(after.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id,)| TicketId(id)).collect())
    }

    /// The next 200 tickets after `after`, in order of their numbers.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn all_tickets(&mut self, after: TicketId) -> Result<Vec<TicketId>, StoreError> {
        let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT id FROM ticket WHERE id > $1 ORDER BY id LIMIT 200")
            .bind(after.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id,)| TicketId(id)).collect())
    }

    /// The next 200 tickets after `after` whose work is not done.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn open_tickets(&mut self, after: TicketId) -> Result<Vec<TicketId>, StoreError> {
        let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT id FROM ticket WHERE open = TRUE AND done_at IS NULL AND id > $1 ORDER BY id LIMIT 200")
            .bind(after.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id,)| TicketId(id)).collect())
    }

    /// The subject of a ticket; empty if there is no such ticket.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn subject_of(&mut self, id: TicketId) -> Result<String, StoreError> {
        let row: Option<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT subject FROM ticket WHERE id = $1").bind(id.0).fetch_optional(c).await?);
        Ok(row.map(|(subject,)| subject).unwrap_or_default())
    }

    /// The ticket with this external reference, from an import.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn by_external(&mut self, external: &str) -> Result<Option<TicketId>, StoreError> {
        let row: Option<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT id FROM ticket WHERE external = $1").bind(external).fetch_optional(c).await?);
        Ok(row.map(|(id,)| TicketId(id)))
    }
}
