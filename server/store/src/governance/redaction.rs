//! Emptying for good: the one thing that changes what was written. Position, time, author and kind
//! of every line of the log stay as they are.

use crate::kernel::conn::{Conn, on};
use crate::kernel::db::Db;
use crate::kernel::error::StoreError;
use crate::kernel::store::Store;
use crate::kernel::tx::Tx;
use guichet_domain::kernel::removed::{REMOVED, Removed};
use guichet_domain::{CommandId, TicketId};
use serde_json::Value;

/// Under this name stands the position of the last emptying whose traces are still to be wiped.
pub(crate) const TO_SCRUB: &str = "to_scrub";

/// Pages of the index that are merged in one transaction.
const PAGES: i64 = 500;

impl Conn {
    /// Empties a text, a file's name, or both of everything on a ticket, as the command `by` wants
    /// it, whose event stands at `position`.
    pub(crate) async fn redact(
        &mut self,
        ticket: TicketId,
        what: Removed,
        (by, position): (CommandId, i64),
    ) -> Result<(), StoreError> {
        match what {
            Removed::Text(text) => {
                let sql = "UPDATE text SET body = $1 WHERE ticket = $2 AND id = $3";
                on!(self, c => sqlx::query(sql).bind(REMOVED).bind(ticket.0).bind(text.to_string())
                    .execute(c).await?.rows_affected());
            }
            Removed::All => {
                let sql = "UPDATE text SET body = $1 WHERE ticket = $2";
                on!(self, c => sqlx::query(sql).bind(REMOVED).bind(ticket.0).execute(c).await?.rows_affected());
            }
            Removed::File(_) => {}
        }
        if !matches!(what, Removed::File(_)) {
            // An e-mail's subject may say the same; the list of e-mails does without it.
            let sql = "UPDATE inbound_message SET subject = $1 WHERE ticket = $2";
            on!(self, c => sqlx::query(sql).bind(REMOVED).bind(ticket.0).execute(c).await?.rows_affected());
            // One that is on its way may have been written with the words that were there.
            let sql = "UPDATE outbox SET stale = TRUE WHERE ticket = $1 AND tries > 0";
            on!(self, c => sqlx::query(sql).bind(ticket.0).execute(c).await?.rows_affected());
        }
        // What commands on it said would tell, to whoever guesses, whether a guess is right.
        let sql = "UPDATE event SET content = '' WHERE stream = 'ticket' AND id = $1 AND command <> $2 AND content IS NOT NULL";
        on!(self, c => sqlx::query(sql).bind(ticket.0).bind(by.to_string()).execute(c).await?.rows_affected());
        if !matches!(what, Removed::Text(_)) {
            self.forget_file_names(ticket, what).await?;
        }
        self.set_meta(TO_SCRUB, &position.to_string()).await
    }

    /// Names of files stand in the log itself.
    async fn forget_file_names(
        &mut self,
        ticket: TicketId,
        what: Removed,
    ) -> Result<(), StoreError> {
        let lines: Vec<(i64, String)> = on!(self, c => sqlx::query_as(
            "SELECT version, data FROM event WHERE stream = 'ticket' AND id = $1 AND type = 'attached'")
            .bind(ticket.0).fetch_all(c).await?);
        for (version, data) in lines {
            let mut data: Value =
                serde_json::from_str(&data).map_err(|e| StoreError::Entry("attached".into(), e))?;
            let Some(attachment) = data.get_mut("attachment") else {
                continue;
            };
            let file = attachment.get("file").and_then(Value::as_str);
            let meant = match what {
                Removed::File(removed) => file == Some(removed.to_string().as_str()),
                _ => true,
            };
            if meant && let Some(name) = attachment.get_mut("name") {
                *name = REMOVED.into();
                let sql = "UPDATE event SET data = $1 WHERE stream = 'ticket' AND id = $2 AND version = $3";
                on!(self, c => sqlx::query(sql).bind(data.to_string()).bind(ticket.0).bind(version)
                    .execute(c).await?.rows_affected());
            }
        }
        Ok(())
    }
}

impl Store {
    /// Wipes what emptied texts left behind in the database's own files: words of the index that
    /// are only marked as deleted, copies in unused parts of pages, the write-ahead log. Does
    /// nothing where nothing was emptied since the last time; says whether it did.
    ///
    /// On PostgreSQL the space is given back for reuse, and overwritten as it is reused.
    ///
    /// # Errors
    /// The database refuses; it is done the next time then.
    pub async fn scrub(&self) -> Result<bool, StoreError> {
        let Some(upto) = self.read().await?.meta(TO_SCRUB).await? else {
            return Ok(false);
        };
        match &self.db {
            Db::Sqlite { write, .. } => {
                self.merge_index().await?;
                let mut connection = write.acquire().await?;
                sqlx::query("VACUUM").execute(&mut *connection).await?;
                // A page that is being read at this moment stays in the log: try again then.
                sqlx::query("PRAGMA busy_timeout = 500")
                    .execute(&mut *connection)
                    .await?;
                let truncated =
                    sqlx::query_as::<_, (i64, i64, i64)>("PRAGMA wal_checkpoint(TRUNCATE)")
                        .fetch_one(&mut *connection)
                        .await;
                sqlx::query("PRAGMA busy_timeout = 10000")
                    .execute(&mut *connection)
                    .await?;
                if truncated?.0 != 0 {
                    return Ok(false);
                }
            }
            Db::Postgres(pool) => {
                sqlx::query("VACUUM text, ticket, ticket_text, event, entry, inbound_message")
                    .execute(pool)
                    .await?;
            }
        }
        self.write(move |txn| {
            let upto = upto.clone();
            Box::pin(async move {
                // What was emptied meanwhile has its turn the next time.
                let sql = "DELETE FROM meta WHERE key = $1 AND value = $2";
                on!(&mut txn.conn, c => sqlx::query(sql).bind(TO_SCRUB).bind(&upto).execute(c).await?.rows_affected());
                Ok(true)
            })
        })
        .await
    }

    /// Makes one segment of all, a part at a time so that others can write in between: deleted
    /// words are dropped only by merging.
    async fn merge_index(&self) -> Result<(), StoreError> {
        let mut pages = -PAGES;
        loop {
            let merged = self
                .write(move |txn| {
                    Box::pin(async move {
                        let Tx::Sqlite(tx) = txn.conn.settled().await? else {
                            return Ok(0);
                        };
                        let changes = "SELECT total_changes()";
                        let (before,): (i64,) =
                            sqlx::query_as(changes).fetch_one(&mut **tx).await?;
                        let sql =
                            "INSERT INTO ticket_text (ticket_text, rank) VALUES ('merge', $1)";
                        sqlx::query(sql).bind(pages).execute(&mut **tx).await?;
                        let (after,): (i64,) = sqlx::query_as(changes).fetch_one(&mut **tx).await?;
                        Ok(after - before)
                    })
                })
                .await?;
            pages = PAGES;
            // One is the statement itself.
            if merged < 2 {
                return Ok(());
            }
        }
    }
}
