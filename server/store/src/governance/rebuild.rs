//! Rebuilding the projections from the log alone, and comparing them with the stored ones.

use crate::governance::copying::{Column, Kind};
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

/// A projection that differs from the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Name of the table.
    pub table: &'static str,
    /// Rows the log calls for and the table lacks, as text; at most 20.
    pub expected: Vec<String>,
    /// Rows the table has and the log does not call for, as text; at most 20.
    pub found: Vec<String>,
}

/// Key in `meta` by which a migration asks for the projections to be rebuilt.
const WANTED: &str = "rebuild";

impl Store {
    /// Empties all projections and rebuilds them from the log, in one transaction.
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses or an event cannot be read; nothing has changed then.
    pub async fn rebuild(&self) -> Result<(), StoreError> {
        let mut conn = self.db.write().await?;
        conn.rebuild().await?;
        conn.commit().await
    }

    /// Updates the query planner's statistics (PostgreSQL only). To be called after bulk writes.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn analyze(&self) -> Result<(), StoreError> {
        let mut conn = self.db.write().await?;
        conn.analyze().await?;
        conn.commit().await
    }

    /// Compares the projections with the log; empty if they agree. Changes nothing and blocks
    /// nobody: both sides come from one snapshot, and the projections are rebuilt in a scratch
    /// database.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or an event cannot be read.
    pub async fn check(&self) -> Result<Vec<Difference>, StoreError> {
        self.db.check().await
    }
}

impl Db {
    /// Rebuilds the projections if a migration has asked for it. Of several processes starting at
    /// once, one does it.
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

    /// See [`Store::check`].
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

/// The first 20 lines of `these` that are not in `those`, which is sorted.
fn only_in(these: &[String], those: &[String]) -> Vec<String> {
    these
        .iter()
        .filter(|line| those.binary_search(line).is_err())
        .take(20)
        .cloned()
        .collect()
}

impl Conn {
    /// Runs `ANALYZE` on PostgreSQL. Until autovacuum does so, a minute or more after bulk writes,
    /// its planner assumes empty tables. SQLite needs no statistics here.
    pub(crate) async fn analyze(&mut self) -> Result<(), StoreError> {
        if self.is_postgres() {
            let tables = self.every_table().await?;
            let names: Vec<String> = tables.iter().map(|t| format!("\"{}\"", t.name)).collect();
            let sql = format!("ANALYZE {}", names.join(", "));
            change!(self, c => sqlx::query(AssertSqlSafe(sql)).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// See [`Store::rebuild`].
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
                    Logged::Article(position, envelope) => {
                        self.project_article(envelope, *position).await?;
                    }
                    Logged::Feedback(position, envelope) => {
                        self.project_feedback(envelope, *position).await?;
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

    /// All projections as sorted lines of text.
    async fn dump(&mut self) -> Result<Vec<(&'static str, Vec<String>)>, StoreError> {
        let mut tables = Vec::new();
        let of_log: Vec<String> = Deadline::ALL
            .iter()
            .filter(|kind| kind.is_of_log())
            .map(|kind| format!("'{}'", kind.name()))
            .collect();
        let of_log = format!(" WHERE kind IN ({})", of_log.join(", "));
        let columns = self.every_table().await?;
        let projections = names_where(|class| class.source == DataSource::Projection);
        for table in projections.chain(["deadline"]) {
            let condition = match table {
                // Full text: the words in it, below.
                "ticket_text" => continue,
                "tally" => " WHERE n <> 0",
                "deadline" => of_log.as_str(),
                _ => "",
            };
            let mut columns: Vec<&Column> = columns
                .iter()
                .filter(|one| one.name == table)
                .flat_map(|one| &one.columns)
                .collect();
            columns.sort_unstable_by_key(|column| &column.name);
            let line = columns
                .into_iter()
                .map(|Column { name, kind }| match kind {
                    // The two databases write yes and no differently.
                    Kind::Boolean => format!("CASE WHEN {name} THEN 'yes' ELSE 'no' END"),
                    Kind::Plain | Kind::Bytes => format!("COALESCE(CAST({name} AS TEXT), '-')"),
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
