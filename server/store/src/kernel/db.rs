//! Opening the database, with the settings durability depends on.

use crate::kernel::conn::Conn;
use crate::kernel::error::StoreError;
use crate::kernel::private;
use crate::kernel::tx::Tx;
use sqlx::migrate::{Migration, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::time::Duration;

pub(crate) static SQLITE: Migrator = sqlx_macros::migrate!("migrations/sqlite");

pub(crate) static POSTGRES: Migrator = sqlx_macros::migrate!("migrations/postgres");

/// Minimum version of SQLite: earlier ones can corrupt a database in WAL mode.
const SQLITE_AT_LEAST: &str = "3.51.3";

#[derive(Clone)]
pub(crate) enum Db {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres(PgPool),
}

impl Db {
    /// Opens a read-only snapshot.
    pub(crate) async fn read(&self) -> Result<Conn, StoreError> {
        let tx = match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Self::Postgres(pool) => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Tx::Postgres(pool.begin_with(begin).await?)
            }
        };
        Ok(tx.into())
    }

    /// Opens a private database on disk, deleted when closed, to build projections in and compare.
    pub(crate) async fn scratch() -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename("")
            .journal_mode(SqliteJournalMode::Memory)
            .synchronous(SqliteSynchronous::Off);
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options)
            .await?;
        SQLITE.run(&pool).await?;
        let (read, write) = (pool.clone(), pool);
        Ok(Self::Sqlite { read, write })
    }

    /// Closes all connections.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// Opens a write transaction; there is one at a time.
    pub(crate) async fn write(&self) -> Result<Conn, StoreError> {
        let tx = match self {
            Self::Sqlite { write, .. } => {
                let begin = "BEGIN IMMEDIATE";
                Tx::Sqlite(match write.begin_with(begin).await {
                    // A write that fails (no room) is rolled back by SQLite itself, and the
                    // connection still counts a transaction: another one does not.
                    Err(sqlx::Error::InvalidSavePointStatement) => {
                        write.acquire().await?.close().await?;
                        write.begin_with(begin).await?
                    }
                    begun => begun?,
                })
            }
            Self::Postgres(pool) => {
                // Whatever the server's default is: what stands is read after the lock is had.
                let mut tx = pool
                    .begin_with("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
                    .await?;
                // Held until the commit: the order of positions is the order of commits.
                sqlx::query("SELECT pg_advisory_xact_lock(7182818284)")
                    .execute(&mut *tx)
                    .await?;
                Tx::Postgres(tx)
            }
        };
        Ok(tx.into())
    }
}

/// Connections that read SQLite at once.
const READERS: u32 = 8;

/// Page caches of SQLite, in KiB as its pragma has it. A reader's is void after every commit: the
/// system's own cache has the pages then.
const READER_CACHE: &str = "-2000";
const WRITER_CACHE: &str = "-8000";

/// Opens a SQLite database and migrates it: to version `upto` if given, else to the newest.
pub(crate) async fn open_sqlite(
    options: SqliteConnectOptions,
    upto: Option<i64>,
) -> Result<Db, StoreError> {
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .statement_cache_capacity(256)
        .busy_timeout(Duration::from_secs(10))
        // What is deleted is overwritten with zeros.
        .pragma("secure_delete", "ON")
        .optimize_on_close(true, 1000);
    if let Some(folder) = options
        .get_filename()
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
    {
        private::make_folder(folder).map_err(|e| {
            StoreError::Setting(format!(
                "the folder {} cannot be made: {e}",
                folder.display()
            ))
        })?;
    }
    private::database(options.get_filename())?;
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options.clone().pragma("cache_size", WRITER_CACHE))
        .await?;
    let (version, synchronous, has_pages): (String, i64, bool) =
        sqlx::query_as("SELECT sqlite_version(), synchronous, sqlite_compileoption_used('ENABLE_DBPAGE_VTAB') FROM pragma_synchronous")
            .fetch_one(&write)
            .await?;
    if parts(&version) < parts(SQLITE_AT_LEAST) {
        let message =
            format!("SQLite {version} can lose data; {SQLITE_AT_LEAST} or newer is needed");
        return Err(StoreError::Setting(message));
    }
    if !has_pages {
        return Err(StoreError::Setting(
            "SQLite was built without SQLITE_ENABLE_DBPAGE_VTAB (see .cargo/config.toml): what is \
             removed could not be wiped"
                .into(),
        ));
    }
    if synchronous < 2 {
        return Err(StoreError::Setting(
            "SQLite must run with synchronous=FULL".into(),
        ));
    }
    up_to(&SQLITE, upto).run(&write).await?;
    let read = SqlitePoolOptions::new()
        .max_connections(READERS)
        .connect_with(options.pragma("cache_size", READER_CACHE))
        .await?;
    Ok(Db::Sqlite { read, write })
}

fn up_to(all: &'static Migrator, last: Option<i64>) -> Migrator {
    let mut some = Migrator::DEFAULT;
    let those = |m: &&Migration| last.is_none_or(|last| m.version <= last);
    some.migrations = all.iter().filter(those).cloned().collect();
    some
}

fn parts(version: &str) -> Vec<u32> {
    version
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect()
}

/// Opens a PostgreSQL database and migrates it: to version `upto` if given, else to the newest.
pub(crate) async fn open_postgres(
    options: PgConnectOptions,
    upto: Option<i64>,
) -> Result<Db, StoreError> {
    let options = options.application_name("guichet");
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .connect_with(options)
        .await?;
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        let (value,): (String,) = sqlx::query_as("SELECT current_setting($1)")
            .bind(setting)
            .fetch_one(&pool)
            .await?;
        if value == "off" || value == "local" && setting != "synchronous_commit" {
            return Err(StoreError::Setting(format!(
                "PostgreSQL runs with {setting}={value}: an answered command could be lost"
            )));
        }
    }
    up_to(&POSTGRES, upto).run(&pool).await?;
    Ok(Db::Postgres(pool))
}
