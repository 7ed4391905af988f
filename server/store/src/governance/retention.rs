//! Retention: finding and deleting what has passed its retention period.

use crate::governance::table_class::{Expirable, Lifetime, TABLES};
use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::writer::Txn;
use guichet_domain::kernel::removed::REMOVED;
use guichet_domain::{TicketId, Timestamp};
use sqlx::AssertSqlSafe;

impl Expirable {
    /// Tables, and the SQL condition for rows of them that have expired.
    fn rows(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        TABLES.iter().filter_map(move |(table, class)| {
            let Lifetime::Until(of, over) = class.kept else {
                return None;
            };
            (of == self).then_some((*table, over))
        })
    }
}

/// SQL: the ticket is finished, and nothing but removals has happened on it since `$1`.
const LONG_CLOSED: &str = "t.state IN ('closed', 'cancelled', 'refused', 'merged') AND
    (SELECT MAX(e.at) FROM event e
     WHERE e.stream = 'ticket' AND e.id = t.id AND e.type <> 'redacted') < $1";

const HAS_FILE: &str = "EXISTS (SELECT 1 FROM event a WHERE a.stream = 'ticket' AND a.id = t.id
    AND a.type = 'attached' AND a.data NOT LIKE $2)";

const HAS_TEXT: &str =
    "EXISTS (SELECT 1 FROM text x WHERE x.stream = 'ticket' AND x.owner = t.id AND x.body <> $3)";

impl Conn {
    /// Finished tickets without activity since `before` that still have something to empty; with
    /// `files`, only those that have a file.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; the same for the functions below.
    pub async fn long_closed(
        &mut self,
        before: Timestamp,
        files: bool,
    ) -> Result<Vec<TicketId>, StoreError> {
        let left = if files {
            // As many parameters in either statement.
            format!("{HAS_FILE} AND $3 <> ''")
        } else {
            format!("({HAS_TEXT} OR {HAS_FILE})")
        };
        let sql = format!("SELECT t.id FROM ticket t WHERE {LONG_CLOSED} AND {left} ORDER BY t.id");
        let nameless = format!("%\"name\":\"{REMOVED}\"%");
        let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
            .bind(before.0).bind(&nameless).bind(REMOVED).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id,)| TicketId(id)).collect())
    }

    /// Number of rows that expired before an instant.
    pub async fn count_expired(
        &mut self,
        what: Expirable,
        before: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut count = 0;
        for (table, condition) in what.rows() {
            let sql = format!("SELECT COUNT(*) FROM {table} WHERE {condition}");
            let (n,): (i64,) = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
                .bind(before.0).fetch_one(c).await?);
            count += u64::try_from(n).unwrap_or_default();
        }
        Ok(count)
    }
}

impl Txn {
    /// Deletes the rows that expired before an instant. Returns how many there were.
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses.
    pub async fn delete_expired(
        &mut self,
        what: Expirable,
        before: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut count = 0;
        for (table, condition) in what.rows() {
            let sql = format!("DELETE FROM {table} WHERE {condition}");
            count += change!(&mut self.conn, c => sqlx::query(AssertSqlSafe(sql))
                .bind(before.0).execute(c).await?.rows_affected());
        }
        Ok(count)
    }
}
