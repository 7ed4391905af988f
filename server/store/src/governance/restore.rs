//! Restoring a backup: a new database is built beside the current one, which it replaces only at
//! the end.

use crate::governance::copying::Table;
use crate::governance::rebuild::Difference;
use crate::kernel::conn::{Conn, change};
use crate::kernel::db::{Db, POSTGRES, SQLITE, open_postgres, open_sqlite};
use crate::kernel::error::StoreError;
use crate::kernel::postgres;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection, Executor};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// PostgreSQL schema in which the new tables are built.
const NEW: &str = "guichet_restoring";

/// PostgreSQL schema that keeps the replaced tables.
const OLD: &str = "guichet_before_restore";

/// A database being restored.
pub struct Restoring {
    url: String,
    db: Db,
    conn: Conn,
    known: Vec<Table>,
}

impl Restoring {
    /// Whether the database at `url` has no events, or does not exist.
    ///
    /// # Errors
    /// [`StoreError`] if it does not answer.
    pub async fn is_empty(url: &str) -> Result<bool, StoreError> {
        let sql = "SELECT position FROM event LIMIT 1";
        let missing = |error: &sqlx::Error| matches!(error, sqlx::Error::Database(e) if e.message().contains("event"));
        let found: Result<Option<(i64,)>, sqlx::Error> = if url.starts_with("sqlite:") {
            let path = file(url)?;
            if !path.exists() {
                return Ok(true);
            }
            let mut connection = SqliteConnection::connect(url).await?;
            let found = sqlx::query_as(sql).fetch_optional(&mut connection).await;
            connection.close().await?;
            found
        } else {
            let mut connection = postgres::connect(url).await?;
            sqlx::query_as(sql).fetch_optional(&mut connection).await
        };
        match found {
            Ok(row) => Ok(row.is_none()),
            Err(error) if missing(&error) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    /// Begins a new database, with the tables of schema version `schema`.
    ///
    /// # Errors
    /// [`StoreError::Setting`] if this program does not know that version; [`StoreError`] if the
    /// database cannot be created.
    pub async fn begin(url: &str, schema: i64) -> Result<Self, StoreError> {
        if schema > crate::kernel::store::Store::schema() {
            return Err(StoreError::Setting(
                "the backup was made by a newer version of Guichet: restore it with that one"
                    .into(),
            ));
        }
        let db = if url.starts_with("sqlite:") {
            let new = beside(&file(url)?, "restoring");
            for path in [new.clone(), ending(&new, "-wal"), ending(&new, "-shm")] {
                if path.exists() {
                    std::fs::remove_file(&path).map_err(|e| failed(&path, &e))?;
                }
            }
            open_sqlite(SqliteConnectOptions::new().filename(&new), Some(schema)).await?
        } else {
            let mut connection = postgres::connect(url).await?;
            for sql in [
                format!("DROP SCHEMA IF EXISTS {NEW} CASCADE"),
                format!("CREATE SCHEMA {NEW}"),
            ] {
                connection.execute(AssertSqlSafe(sql)).await?;
            }
            open_postgres(
                postgres::options(url)?.options([("search_path", NEW)]),
                Some(schema),
            )
            .await?
        };
        let mut conn = db.write().await?;
        let known = conn.tables().await?;
        for table in &known {
            let sql = format!("DELETE FROM \"{}\"", table.name);
            change!(&mut conn, c => sqlx::query(AssertSqlSafe(sql)).execute(c).await?.rows_affected());
        }
        let url = url.to_owned();
        Ok(Self {
            url,
            db,
            conn,
            known,
        })
    }

    /// Inserts rows, each a JSON object, into a table.
    ///
    /// # Errors
    /// [`StoreError::Setting`] if that schema version has no such table or column; [`StoreError`]
    /// if the rows do not fit.
    pub async fn put(&mut self, table: &Table, rows: &[String]) -> Result<(), StoreError> {
        // Names become part of a statement: only those that are known do.
        let known = self.known.iter().any(|known| {
            known.name == table.name && table.columns.iter().all(|c| known.columns.contains(c))
        });
        if !known {
            let name = &table.name;
            return Err(StoreError::Setting(format!(
                "the table {name:?} of the backup is not one of Guichet's"
            )));
        }
        self.conn.put_rows(table, rows).await
    }

    /// Abandons the restore and closes the new database. Only then may another restore begin in its
    /// place: a database still being closed would take the next one's write-ahead log with it.
    pub async fn give_up(self) {
        drop(self.conn);
        self.db.close().await;
    }

    /// Migrates the new database, rebuilds its projections, checks it, and puts it in the place of
    /// the current one, which is kept beside it.
    ///
    /// # Errors
    /// [`StoreError`] if the restored data is inconsistent; the current database is left unchanged.
    pub async fn finish(self) -> Result<(), StoreError> {
        self.finish_if(async |_| Ok(())).await
    }

    /// Same as [`Restoring::finish`], if `holds` accepts the new database.
    ///
    /// # Errors
    /// Same as [`Restoring::finish`], and the error of `holds`.
    pub async fn finish_if(
        self,
        holds: impl AsyncFnOnce(&mut Conn) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let Self { url, db, conn, .. } = self;
        let made = make(&db, conn, holds).await;
        db.close().await;
        made?;
        if url.starts_with("sqlite:") {
            swap_file(&file(&url)?).await
        } else {
            swap_tables(&url).await
        }
    }
}

/// Migrates the new database, rebuilds its projections and checks it.
async fn make(
    db: &Db,
    conn: Conn,
    holds: impl AsyncFnOnce(&mut Conn) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    conn.commit().await?;
    match db {
        Db::Sqlite { write, .. } => SQLITE.run(write).await?,
        Db::Postgres(pool) => POSTGRES.run(pool).await?,
    }
    let mut conn = db.write().await?;
    conn.rebuild().await?;
    conn.analyze().await?;
    holds(&mut conn).await?;
    conn.commit().await?;
    let wrong: Vec<Difference> = db.check().await?;
    match wrong.first() {
        None => Ok(()),
        Some(wrong) => Err(StoreError::Setting(format!(
            "what was restored does not hold together: {wrong:?}"
        ))),
    }
}

async fn swap_file(place: &Path) -> Result<(), StoreError> {
    let new = beside(place, "restoring");
    if place.exists() {
        // What stands in the write-ahead log of the old one belongs into it.
        let options = SqliteConnectOptions::new().filename(place);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        connection
            .execute("PRAGMA wal_checkpoint(TRUNCATE)")
            .await?;
        connection.close().await?;
        let old = beside(place, "before-restore");
        if old.exists() {
            std::fs::remove_file(&old).map_err(|e| failed(&old, &e))?;
        }
        std::fs::hard_link(place, &old).map_err(|e| failed(&old, &e))?;
        for left in [ending(place, "-wal"), ending(place, "-shm")] {
            if left.exists() {
                std::fs::remove_file(&left).map_err(|e| failed(&left, &e))?;
            }
        }
    }
    let synced = std::fs::File::open(&new).and_then(|file| file.sync_all());
    synced.map_err(|e| failed(&new, &e))?;
    // One step: there is the old one or the new one, whatever happens.
    std::fs::rename(&new, place).map_err(|e| failed(place, &e))?;
    let folder = place
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let synced = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|e| failed(folder, &e))
}

async fn swap_tables(url: &str) -> Result<(), StoreError> {
    let mut connection = postgres::connect(url).await?;
    let mut txn = connection.begin().await?;
    let (here,): (String,) = sqlx::query_as("SELECT current_schema()::text")
        .fetch_one(&mut *txn)
        .await?;
    let of = "SELECT tablename::text FROM pg_tables WHERE schemaname = $1";
    let new: Vec<(String,)> = sqlx::query_as(of).bind(NEW).fetch_all(&mut *txn).await?;
    let old: Vec<(String,)> = sqlx::query_as(of).bind(&here).fetch_all(&mut *txn).await?;
    let mut steps = vec![
        format!("DROP SCHEMA IF EXISTS {OLD} CASCADE"),
        format!("CREATE SCHEMA {OLD}"),
    ];
    for (table,) in &new {
        if old.iter().any(|(there,)| there == table) {
            steps.push(format!(
                "ALTER TABLE \"{here}\".\"{table}\" SET SCHEMA {OLD}"
            ));
        }
        steps.push(format!(
            "ALTER TABLE {NEW}.\"{table}\" SET SCHEMA \"{here}\""
        ));
    }
    steps.push(format!("DROP SCHEMA {NEW} CASCADE"));
    for step in steps {
        txn.execute(AssertSqlSafe(step)).await?;
    }
    Ok(txn.commit().await?)
}

fn file(url: &str) -> Result<PathBuf, StoreError> {
    let options = SqliteConnectOptions::from_str(url).map_err(|_| StoreError::Address)?;
    Ok(options.get_filename().to_owned())
}

fn beside(path: &Path, what: &str) -> PathBuf {
    ending(path, &format!(".{what}"))
}

fn ending(path: &Path, with: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(with);
    name.into()
}

fn failed(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Setting(format!("{}: {error}", path.display()))
}
