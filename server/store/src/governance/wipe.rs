//! Wiping what removed texts left behind in the database files: words only marked as deleted in the
//! full-text index, copies in the unused parts of pages, the write-ahead log. Done in steps small
//! enough for others to write in between.

use crate::governance::redaction::TO_SCRUB;
use crate::kernel::conn::change;
use crate::kernel::db::Db;
use crate::kernel::error::StoreError;
use crate::kernel::store::Store;
use crate::kernel::tx::Tx;
use sqlx::SqlitePool;
use std::time::Duration;

/// Pages of the index merged in one transaction.
const MERGED: i64 = 100;

/// Pages read at once.
const LOOKED_AT: i64 = 256;

/// Pages wiped in one transaction.
const WIPED: usize = 64;

/// Maximum number of passes over all pages, since others go on writing.
const PASSES: usize = 5;

/// How often emptying the write-ahead log is tried while others read.
const TRIES: u32 = 20;

/// Time between these tries.
const PAUSE: Duration = Duration::from_millis(50);

/// Page count from which the first byte of a page no longer tells whether it is a b-tree page: 128
/// GiB at 4 KiB a page.
const TOO_MANY: i64 = 0x0200_0000;

impl Store {
    /// Wipes what emptied texts left behind in the database files. Returns whether it did: `false`
    /// if nothing was emptied since the last time, or readers kept the write-ahead log from being
    /// emptied.
    ///
    /// On PostgreSQL the space is released for reuse by `VACUUM`, and overwritten when reused.
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses; the wiping is then left for the next call.
    pub async fn scrub(&self) -> Result<bool, StoreError> {
        let Some(upto) = self.read().await?.meta(TO_SCRUB).await? else {
            return Ok(false);
        };
        match &self.db {
            Db::Sqlite { read, .. } => {
                self.merge_index().await?;
                // Pages can change places while they are looked at: again, until there is nothing.
                for _ in 0..PASSES {
                    if self.wipe_pages(read).await? == 0 {
                        break;
                    }
                }
                if !empty_log(read).await? {
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
                change!(&mut txn.conn, c => sqlx::query(sql).bind(TO_SCRUB).bind(&upto).execute(c).await?.rows_affected());
                Ok(true)
            })
        })
        .await
    }

    /// Merges the index into one segment, a part at a time: only merging drops deleted words.
    async fn merge_index(&self) -> Result<(), StoreError> {
        let mut pages = -MERGED;
        loop {
            let merged = self
                .write(move |txn| {
                    Box::pin(async move {
                        let Tx::Sqlite(tx) = txn.conn.changing().await? else {
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
            pages = MERGED;
            // One is the statement itself.
            if merged < 2 {
                return Ok(());
            }
        }
    }

    /// Overwrites the unused part of every page with zeros. SQLite's `secure_delete` overwrites
    /// what is deleted where it lies, but not what was moved to another page first. Returns how
    /// many pages were wiped.
    async fn wipe_pages(&self, read: &SqlitePool) -> Result<usize, StoreError> {
        let (pages,): (i64,) = sqlx::query_as("SELECT page_count FROM pragma_page_count")
            .fetch_one(read)
            .await?;
        if pages >= TOO_MANY {
            return Err(StoreError::Setting(
                "the database is too large to be wiped while it is used: stop the desk and run VACUUM"
                    .into(),
            ));
        }
        let mut first = 1;
        let (mut dirty, mut wiped) = (Vec::new(), 0);
        while first <= pages {
            let last = (first + LOOKED_AT - 1).min(pages);
            let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
                "WITH RECURSIVE number (n) AS (SELECT $1 UNION ALL SELECT n + 1 FROM number WHERE n < $2)
                 SELECT pgno, data FROM number JOIN sqlite_dbpage ON pgno = n",
            )
            .bind(first)
            .bind(last)
            .fetch_all(read)
            .await?;
            let unclean = rows
                .into_iter()
                .filter(|(number, page)| is_unclean(*number, page));
            dirty.extend(unclean.map(|(number, _)| number));
            first = last + 1;
            while dirty.len() >= WIPED || first > pages && !dirty.is_empty() {
                let some = dirty.split_off(dirty.len().saturating_sub(WIPED));
                wiped += some.len();
                self.wipe_some(some).await?;
            }
        }
        Ok(wiped)
    }

    async fn wipe_some(&self, numbers: Vec<i64>) -> Result<(), StoreError> {
        self.write(move |txn| {
            let numbers = numbers.clone();
            Box::pin(async move {
                let Tx::Sqlite(tx) = txn.conn.changing().await? else {
                    return Ok(());
                };
                for number in numbers {
                    // As it is now: others may have written to it.
                    let sql = "SELECT data FROM sqlite_dbpage WHERE pgno = $1";
                    let row: Option<(Vec<u8>,)> = sqlx::query_as(sql)
                        .bind(number)
                        .fetch_optional(&mut **tx)
                        .await?;
                    let Some((mut page,)) = row else { continue };
                    if let Some(unused) = unused(number, &page) {
                        page[unused].fill(0);
                        let sql = "UPDATE sqlite_dbpage SET data = $1 WHERE pgno = $2";
                        sqlx::query(sql)
                            .bind(page)
                            .bind(number)
                            .execute(&mut **tx)
                            .await?;
                    }
                }
                Ok(())
            })
        })
        .await
    }
}

fn is_unclean(number: i64, page: &[u8]) -> bool {
    unused(number, page).is_some_and(|unused| page[unused].iter().any(|byte| *byte != 0))
}

/// The unused range of a b-tree page, between its cell pointers and its cells (SQLite database file
/// format, 1.6); `None` for other pages. Those begin with a page number, which is below
/// [`TOO_MANY`], or with zeros.
fn unused(number: i64, page: &[u8]) -> Option<std::ops::Range<usize>> {
    // The first page begins with the header of the file.
    let header = if number == 1 { 100 } else { 0 };
    let pointers = match page.get(header)? {
        0x02 | 0x05 => header + 12,
        0x0a | 0x0d => header + 8,
        _ => return None,
    };
    let two = |at: usize| {
        Some(usize::from(u16::from_be_bytes([
            *page.get(at)?,
            *page.get(at + 1)?,
        ])))
    };
    let cells = two(header + 3)?;
    let content = match two(header + 5)? {
        0 => 65_536,
        content => content,
    };
    let first = pointers + 2 * cells;
    (first <= content && content <= page.len()).then_some(first..content)
}

/// Checkpoints and truncates the write-ahead log. Returns whether it is empty: not while somebody
/// reads from it.
async fn empty_log(pool: &SqlitePool) -> Result<bool, StoreError> {
    let mut connection = pool.acquire().await?;
    // Most of it while others write.
    sqlx::query("PRAGMA wal_checkpoint(PASSIVE)")
        .execute(&mut *connection)
        .await?;
    sqlx::query("PRAGMA busy_timeout = 0")
        .execute(&mut *connection)
        .await?;
    let mut tried = Ok((1, 0, 0));
    for _ in 0..TRIES {
        tried = sqlx::query_as::<_, (i64, i64, i64)>("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&mut *connection)
            .await;
        if !matches!(tried, Ok((busy, ..)) if busy != 0) {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    sqlx::query("PRAGMA busy_timeout = 10000")
        .execute(&mut *connection)
        .await?;
    Ok(tried?.0 == 0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn page(kind: u8, cells: u16, content: u16) -> Vec<u8> {
        let mut page = vec![7; 512];
        page[0] = kind;
        page[3..5].copy_from_slice(&cells.to_be_bytes());
        page[5..7].copy_from_slice(&content.to_be_bytes());
        page
    }

    #[test]
    fn only_what_no_cell_and_no_pointer_has_is_unused() {
        assert_eq!(unused(2, &page(0x0d, 3, 400)), Some(14..400));
        assert_eq!(unused(2, &page(0x0a, 0, 512)), Some(8..512));
        assert_eq!(unused(2, &page(0x05, 10, 40)), Some(32..40));
        assert_eq!(unused(2, &page(0x02, 1, 14)), Some(14..14));
        // No page of a tree, one that contradicts itself, or none at all.
        assert_eq!(unused(2, &page(0x00, 3, 400)), None);
        assert_eq!(unused(2, &page(0x0d, 300, 400)), None);
        assert_eq!(unused(2, &page(0x0d, 3, 513)), None);
        assert_eq!(unused(2, &[]), None);
        let mut first = page(0x00, 0, 0);
        first[100] = 0x0d;
        first[103..105].copy_from_slice(&2_u16.to_be_bytes());
        first[105..107].copy_from_slice(&300_u16.to_be_bytes());
        assert_eq!(unused(1, &first), Some(112..300));
    }
}
