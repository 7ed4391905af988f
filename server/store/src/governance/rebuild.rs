//! Making the readings again from the log alone, and comparing them with what stands.

use crate::governance::table_class::{DataSource, class_of, names_where};
use crate::kernel::conn;
use crate::kernel::conn::{Conn, change, on};
use crate::kernel::db::Db;
use crate::kernel::error::StoreError;
use crate::kernel::log::Logged;
use crate::kernel::pending::Rows;
use crate::kernel::store::Store;
use crate::queue::rows::Tallies;
use crate::tickets::aggregate::Projection;
use guichet_domain::TicketId;
use guichet_domain::kernel::stream::Stream;
use guichet_domain::tickets::deadline::Deadline;
use sqlx::AssertSqlSafe;

/// A projection that does not say what the log says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub table: &'static str,
    pub expected: Vec<String>,
    pub found: Vec<String>,
}

/// The row of `meta` by which a change of the tables asks for the readings to be made again.
const WANTED: &str = "rebuild";

const YES_OR_NO: [&str; 4] = ["open", "scoped", "answered", "claimed"];

impl Store {
    /// Empties every projection and makes it again from the log, in one transaction.
    ///
    /// # Errors
    /// The database refuses, or an event cannot be read: nothing has changed then.
    pub async fn rebuild(&self) -> Result<(), StoreError> {
        let mut conn = self.db.write().await?;
        conn.rebuild().await?;
        conn.commit().await
    }

    /// Lets the database know what its tables hold. To be called after much was written at once.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn analyze(&self) -> Result<(), StoreError> {
        let mut conn = self.db.write().await?;
        conn.analyze().await?;
        conn.commit().await
    }

    /// Where the readings differ from the log; empty when all is well. Nothing is changed, and
    /// nobody waits: both are of one snapshot, and the log's is made elsewhere.
    ///
    /// # Errors
    /// The database does not answer, or an event cannot be read.
    pub async fn check(&self) -> Result<Vec<Difference>, StoreError> {
        self.db.check().await
    }
}

impl Db {
    /// Makes the readings again where a change of the tables has asked for it. Of several processes
    /// that are started at once, one does.
    pub(crate) async fn bring_up_to_date(&self) -> Result<(), StoreError> {
        if self.read().await?.meta(WANTED).await?.is_none() {
            return Ok(());
        }
        let mut conn = self.write().await?;
        if conn.meta(WANTED).await?.is_some() {
            tracing::info!("making the tables that lists are read from again");
            conn.rebuild().await?;
            conn.analyze().await?;
        }
        conn.commit().await
    }

    pub(crate) async fn check(&self) -> Result<Vec<Difference>, StoreError> {
        let mut snapshot = self.read().await?;
        let found = snapshot.dump().await?;
        let scratch = Self::scratch().await?;
        let mut copy = scratch.write().await?;
        for table in snapshot.tables().await? {
            if class_of(&table.name).is_some_and(|class| class.source == DataSource::Log) {
                copy.take_rows(&mut snapshot, &table).await?;
            }
        }
        copy.rebuild().await?;
        let expected = copy.dump().await?;
        copy.rollback().await?;
        Ok(expected
            .into_iter()
            .zip(found)
            .filter(|((_, expected), (_, found))| expected != found)
            .map(|((table, expected), (_, found))| Difference {
                table,
                expected: only_in(&expected, &found),
                found: only_in(&found, &expected),
            })
            .collect())
    }
}

/// The first lines of `these` that are not among `those`, which are in order.
fn only_in(these: &[String], those: &[String]) -> Vec<String> {
    these
        .iter()
        .filter(|line| those.binary_search(line).is_err())
        .take(20)
        .cloned()
        .collect()
}

impl Conn {
    /// Has PostgreSQL count what every table holds. Until it does so by itself, a minute or more
    /// after much was written, it reads them as if they were empty. SQLite needs no such figures.
    pub(crate) async fn analyze(&mut self) -> Result<(), StoreError> {
        if self.is_postgres() {
            let tables = self.every_table().await?;
            let names: Vec<String> = tables.iter().map(|t| format!("\"{}\"", t.name)).collect();
            let sql = format!("ANALYZE {}", names.join(", "));
            change!(self, c => sqlx::query(AssertSqlSafe(sql)).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    pub(crate) async fn rebuild(&mut self) -> Result<(), StoreError> {
        // The words are emptied in a way of their own.
        let emptied = names_where(|class| class.source == DataSource::Projection);
        for table in emptied.filter(|table| *table != "ticket_text") {
            let sql = format!("DELETE FROM {table}");
            change!(self, c => sqlx::query(AssertSqlSafe(sql)).execute(c).await?.rows_affected());
        }
        self.clear_words().await?;
        self.clear_deadlines().await?;
        let mut position = 0;
        loop {
            let logged = self.after(position, 5000).await?;
            let Some(last) = logged.last() else { break };
            position = last.position();
            for one in &logged {
                match one {
                    Logged::Entry(position, entry) => self.put_entry(entry, *position).await?,
                    // What is made of it would be missing, and nobody would know.
                    Logged::Unreadable(position, why) => {
                        let what = format!("line {position} of the log cannot be read: {why}");
                        return Err(StoreError::Setting(what));
                    }
                    Logged::Ticket(..) | Logged::AuditEvent(..) => {}
                }
            }
        }
        let mut counts = Tallies::default();
        let mut last = 0;
        loop {
            let sql = "SELECT id FROM event WHERE stream = $1 AND id > $2 ORDER BY id LIMIT 1";
            let next: Option<(i64,)> = on!(self, c => sqlx::query_as(sql).bind(Stream::Ticket.name()).bind(last).fetch_optional(c).await?);
            let Some((id,)) = next else { break };
            last = id;
            let ticket = TicketId(id);
            let projection = Projection::of(ticket, &self.history(ticket).await?);
            let texts = self.texts(ticket).await?;
            self.project(None, &projection, &texts).await?;
            counts.add(projection.tally(), 1);
        }
        Box::new(counts).write(self.settled().await?).await?;
        change!(self, c => sqlx::query("DELETE FROM meta WHERE key = $1").bind(WANTED)
            .execute(c).await?.rows_affected());
        Ok(())
    }

    /// Every projection as lines of text, in order.
    async fn dump(&mut self) -> Result<Vec<(&'static str, Vec<String>)>, StoreError> {
        let mut tables = Vec::new();
        let of_log: Vec<String> = Deadline::ALL
            .iter()
            .filter(|kind| kind.is_of_log())
            .map(|kind| format!("'{}'", kind.name()))
            .collect();
        let of_log = format!(" WHERE kind IN ({})", of_log.join(", "));
        for (table, columns, condition) in [
            (
                "ticket",
                "id, kind, state, open, before_hold, hold, hold_until, priority, subject, affected, reporter, team, \
                 assignee, service, item, scoped, answered, claimed, reopenings, recorded_at, updated_at, done_at, closes_at, \
                 external, category, channel, impact, urgency, code",
                "",
            ),
            ("participant", "person, ticket", ""),
            ("approval", "person, ticket", ""),
            (
                "tally",
                "kind, state, team, assignee, scoped, answered, n",
                " WHERE n <> 0",
            ),
            ("entry", "kind, id, position, data", ""),
            ("deadline", "ticket, kind, due", of_log.as_str()),
        ] {
            let line = columns
                .split(", ")
                .map(|column| match column.trim() {
                    // The two databases write yes and no differently.
                    column if YES_OR_NO.contains(&column) => {
                        format!("CASE WHEN {column} THEN 'yes' ELSE 'no' END")
                    }
                    column => format!("COALESCE(CAST({column} AS TEXT), '-')"),
                })
                .collect::<Vec<_>>()
                .join(" || '|' || ");
            let sql = format!("SELECT {line} FROM {table}{condition}");
            let rows: Vec<(String,)> =
                conn::on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(c).await?);
            let mut lines: Vec<String> = rows.into_iter().map(|(line,)| line).collect();
            lines.sort_unstable();
            tables.push((table, lines));
        }
        tables.push(("ticket_text", self.words().await?));
        Ok(tables)
    }
}
