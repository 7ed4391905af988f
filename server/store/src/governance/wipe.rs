//! Wiping what removed texts left behind in the database's own files: words of the index that are only
//! marked as deleted, copies in the unused parts of pages, the write-ahead log. In steps that are
//! small enough for others to write in between.

use crate::governance::redaction::TO_SCRUB;
use crate::kernel::conn::change;
use crate::kernel::db::Db;
use crate::kernel::error::StoreError;
use crate::kernel::store::Store;
use crate::kernel::tx::Tx;
use sqlx::SqlitePool;
use std::time::Duration;

/// Pages of the index that are merged in one transaction.
const MERGED: i64 = 100;

/// Pages that are looked at at once.
const LOOKED_AT: i64 = 256;

/// Pages that are wiped in one transaction.
const WIPED: usize = 64;

/// How often all pages are looked at at most: others go on writing.
const PASSES: usize = 5;

/// How often the write-ahead log is tried to be emptied while others read, and the time between.
const TRIES: u32 = 20;

const PAUSE: Duration = Duration::from_millis(50);

/// From this number of pages on, the first byte of a page does not tell any more whether it is one of
/// a tree: at 4 KiB a page, 128 GiB.
const TOO_MANY: i64 = 0x0200_0000;

impl Store {
    /// Wipes what emptied texts left behind in the database's own files. Does nothing where nothing
    /// was emptied since the last time; says whether it did.
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

    /// Makes one segment of all, a part at a time: deleted words are dropped only by merging.
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

    /// Overwrites the unused part of every page with zeros. SQLite's `secure_delete` does so with what
    /// is deleted where it lies, not with what moved to another page and was deleted there.
    /// Answers how many pages it was.
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

/// What lies between the pointers of a tree's page and its cells (SQLite's database file format, 1.6);
/// nothing where it is another page. Those begin with the number of a page, which is below
/// [`TOO_MANY`], or are zeros.
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

/// Brings everything into the database's file and empties the write-ahead log. Says whether it is
/// empty: while somebody reads what stands in it, it is not.
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
