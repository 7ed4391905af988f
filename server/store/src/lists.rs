//! Lists of tickets, a page at a time, by key.

use crate::StoreError;
use crate::conn::{Conn, on};
use crate::search::expression;
use guichet_domain::facts::Actor;
use guichet_domain::priority::Priority;
use guichet_domain::summary::Summary;
use guichet_domain::ticket::{HoldReason, Kind, Reference, State};
use guichet_domain::*;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Matches that a search among all tickets, closed ones included, considers: the newest.
const SEARCHED: usize = 1000;

/// What somebody at the desk may see: their teams' tickets, and what belongs to no team alone.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub teams: BTreeSet<TeamId>,
}

impl Scope {
    pub fn of(actor: &Actor) -> Self {
        Self { teams: actor.teams.clone() }
    }
}

/// Which tickets a list shows. Everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub open: Option<bool>,
    pub kind: Option<Kind>,
    pub states: Vec<State>,
    pub priority: Option<Priority>,
    pub service: Option<ServiceId>,
    pub teams: Option<BTreeSet<TeamId>>,
    pub assignee: Option<PersonId>,
    pub unassigned: bool,
    pub answered: bool,
    pub affected: Option<PersonId>,
    pub text: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By priority, then the oldest first.
    #[default]
    Priority,
    /// What was finished last comes first.
    Done,
    /// What was recorded last comes first.
    Newest,
}

/// The place in a list after which the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Key {
    pub rank: i64,
    pub at: i64,
    pub id: i64,
}

#[derive(Clone, Debug)]
pub struct Page {
    pub tickets: Vec<Summary>,
    pub next: Option<Key>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    kind: String,
    state: String,
    before_hold: Option<String>,
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
    reopenings: i64,
    recorded_at: i64,
    updated_at: i64,
    done_at: Option<i64>,
    closes_at: Option<i64>,
}

fn parse<T: serde::de::DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

impl From<Row> for Summary {
    fn from(row: Row) -> Self {
        Self {
            reference: Reference { kind: parse(&row.kind).unwrap_or_default(), id: TicketId(row.id) },
            state: parse(&row.state).unwrap_or_default(),
            before_hold: row.before_hold.as_deref().and_then(parse),
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
            reopenings: u32::try_from(row.reopenings).unwrap_or(u32::MAX),
            recorded_at: Timestamp(row.recorded_at),
            updated_at: Timestamp(row.updated_at),
            done_at: row.done_at.map(Timestamp),
            closes_at: row.closes_at.map(Timestamp),
        }
    }
}

const COLUMNS: &str = "id, kind, state, before_hold, hold, hold_until, priority, subject, affected, reporter, \
     team, assignee, service, item, scoped, answered, reopenings, recorded_at, updated_at, done_at, closes_at";

fn numbers(ids: impl Iterator<Item = i64>) -> String {
    // Numbers only: nothing a person typed gets in here.
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

impl Conn {
    /// A page of tickets that `scope` may see. The ids are found in an index alone, then their
    /// rows are read.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn list(
        &mut self,
        scope: &Scope,
        filter: &Filter,
        order: Order,
        after: Option<Key>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let postgres = self.is_postgres();
        let text = expression(&filter.text, filter.open == Some(true), postgres);
        if text.is_none() && !filter.text.trim().is_empty() {
            return Ok(Page { tickets: Vec::new(), next: None });
        }
        let sql = select(scope, filter, order, after, limit, text.is_some(), postgres);
        let rows: Vec<Row> = on!(self, c => {
            let query = sqlx::query_as(AssertSqlSafe(sql));
            match text {
                Some(text) => query.bind(text).fetch_all(c).await?,
                None => query.fetch_all(c).await?,
            }
        });
        let mut tickets: Vec<Summary> = rows.into_iter().map(Summary::from).collect();
        let more = tickets.len() > limit;
        tickets.truncate(limit);
        let next = tickets.last().filter(|_| more).map(|last| Key {
            rank: last.priority.rank(),
            at: match order {
                Order::Priority => last.recorded_at.0,
                Order::Done => last.done_at.map_or(0, |t| t.0),
                Order::Newest => 0,
            },
            id: last.reference.id.0,
        });
        Ok(Page { tickets, next })
    }

    /// The tickets that concern a person, the newest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_person(
        &mut self,
        person: PersonId,
        open: Option<bool>,
        before: Option<TicketId>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let open = open.map_or(String::new(), |open| format!(" AND t.open = {}", open.to_string().to_uppercase()));
        let before = before.map_or(i64::MAX, |id| id.0);
        let sql = format!(
            "SELECT {} FROM participant p JOIN ticket t ON t.id = p.ticket
             WHERE p.person = {person} AND p.ticket < {before}{open} ORDER BY p.ticket DESC LIMIT {}",
            COLUMNS.split(", ").map(|column| format!("t.{column}")).collect::<Vec<_>>().join(", "),
            limit + 1
        );
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(c).await?);
        let mut tickets: Vec<Summary> = rows.into_iter().map(|row| Summary::from(row).for_user()).collect();
        let more = tickets.len() > limit;
        tickets.truncate(limit);
        let next = tickets.last().filter(|_| more).map(|last| Key { rank: 0, at: 0, id: last.reference.id.0 });
        Ok(Page { tickets, next })
    }

    /// The requests that await this person's decision, the oldest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn awaiting(&mut self, person: PersonId) -> Result<Vec<TicketId>, StoreError> {
        let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT ticket FROM approval WHERE person = $1 ORDER BY ticket LIMIT 200")
            .bind(person.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id,)| TicketId(id)).collect())
    }

    /// Tickets whose time has come: to close by themselves, or to be taken off hold.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn due(&mut self, now: Timestamp) -> Result<Vec<TicketId>, StoreError> {
        let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT id FROM ticket WHERE closes_at <= $1 UNION SELECT id FROM ticket WHERE hold_until <= $1 LIMIT 500")
            .bind(now.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id,)| TicketId(id)).collect())
    }

    /// The ticket that another program called so.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn by_external(&mut self, external: &str) -> Result<Option<TicketId>, StoreError> {
        let row: Option<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT id FROM ticket WHERE external = $1").bind(external).fetch_optional(c).await?);
        Ok(row.map(|(id,)| TicketId(id)))
    }
}

fn select(
    scope: &Scope,
    filter: &Filter,
    order: Order,
    after: Option<Key>,
    limit: usize,
    text: bool,
    postgres: bool,
) -> String {
    let teams = numbers(scope.teams.iter().map(|t| t.0).chain([0]));
    let mut sql = format!("(scoped = FALSE OR team IN ({teams}))");
    let mut and = |condition: String| {
        // Writing to a String cannot fail.
        let _ = write!(sql, " AND {condition}");
    };
    if let Some(open) = filter.open {
        and(format!("open = {}", if open { "TRUE" } else { "FALSE" }));
    }
    if let Some(kind) = filter.kind {
        and(format!("kind = '{}'", crate::project::name(&kind)));
    }
    if !filter.states.is_empty() {
        let states: Vec<String> = filter.states.iter().map(|s| format!("'{}'", s.name())).collect();
        and(format!("state IN ({})", states.join(", ")));
    }
    if let Some(priority) = filter.priority {
        and(format!("priority = {}", priority.rank()));
    }
    if let Some(service) = filter.service {
        and(format!("service = {service}"));
    }
    if let Some(teams) = &filter.teams {
        and(format!("team IN ({})", numbers(teams.iter().map(|t| t.0).chain([0]))));
    }
    if let Some(assignee) = filter.assignee {
        and(format!("assignee = {assignee}"));
    }
    if filter.unassigned {
        and("assignee IS NULL".into());
    }
    if filter.answered {
        and("answered = TRUE".into());
    }
    if let Some(affected) = filter.affected {
        and(format!("affected = {affected}"));
    }
    if text {
        // Among open tickets the search itself is bounded by them; among all, by the newest.
        let newest = if filter.open == Some(true) { usize::MAX >> 1 } else { SEARCHED };
        and(if postgres {
            format!(
                "id IN (SELECT ticket FROM ticket_text WHERE words @@ $1::tsquery ORDER BY ticket DESC LIMIT {newest})"
            )
        } else {
            format!(
                "id IN (SELECT rowid FROM ticket_text WHERE ticket_text MATCH $1 ORDER BY rowid DESC LIMIT {newest})"
            )
        });
    }
    let by = match order {
        Order::Priority => "priority, recorded_at, id",
        Order::Done => "done_at DESC, id DESC",
        Order::Newest => "id DESC",
    };
    match (order, after) {
        (Order::Priority, Some(Key { rank, at, id })) => {
            and(format!("(priority, recorded_at, id) > ({rank}, {at}, {id})"));
        }
        (Order::Done, Some(Key { at, id, .. })) => and(format!("(done_at, id) < ({at}, {id})")),
        (Order::Newest, Some(Key { id, .. })) => and(format!("id < {id}")),
        (_, None) => {}
    }
    if order == Order::Done {
        and("done_at IS NOT NULL".into());
    }
    let limit = limit + 1;
    format!(
        "SELECT {COLUMNS} FROM ticket WHERE id IN
            (SELECT id FROM ticket WHERE {sql} ORDER BY {by} LIMIT {limit}) ORDER BY {by}"
    )
}
