//! The store: one database, its writer and what follows it.

use crate::kernel::announce::Announce;
use crate::kernel::conn::Conn;
use crate::kernel::db::{Db, SQLITE, open_postgres, open_sqlite};
use crate::kernel::directories::Directories;
use crate::kernel::error::StoreError;
use crate::kernel::writer::{Outcome, Txn};
use crate::kernel::{follow, postgres, writer};
use futures::future::BoxFuture;
use guichet_domain::PersonId;
use sqlx::sqlite::SqliteConnectOptions;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{broadcast, watch};

/// The database of a desk. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: Db,
    pub(crate) writer: writer::Writer,
    pub(crate) directories: Directories,
    /// Statements of those who read.
    statements: Arc<AtomicU64>,
    announce: Arc<Announce>,
    _tasks: Arc<Tasks>,
}

struct Tasks(Vec<tokio::task::JoinHandle<()>>);

impl Drop for Tasks {
    fn drop(&mut self) {
        for task in &self.0 {
            task.abort();
        }
    }
}

impl Store {
    /// Opens the database at `url` (`sqlite:PATH` or `postgres://…`), creates or updates its
    /// tables, and starts the writer.
    ///
    /// # Errors
    /// An address that is neither, a database that cannot be reached, or one whose settings would
    /// let an acknowledged command be lost.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let db = if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url).map_err(|_| StoreError::Address)?;
            open_sqlite(options, None).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = postgres::options(url)?;
            postgres::warn(&options);
            open_postgres(options, None).await?
        } else {
            return Err(StoreError::Address);
        };
        db.bring_up_to_date().await?;
        let notify = Arc::new(Announce::default());
        let directories = Directories::default();
        let (writer, writing) = writer::start(db.clone(), directories.clone(), Arc::clone(&notify));
        let following = follow::start(db.clone(), Arc::clone(&notify)).await?;
        Ok(Self {
            db,
            writer,
            directories,
            statements: Arc::default(),
            announce: notify,
            _tasks: Arc::new(Tasks(vec![writing, following])),
        })
    }

    /// The version of the tables that this program makes.
    pub fn schema() -> i64 {
        SQLITE.iter().map(|m| m.version).max().unwrap_or_default()
    }

    /// A snapshot of the whole database, for reading.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        let conn = self.db.read().await?;
        Ok(conn.counted(&self.statements))
    }

    /// Statements that were run by those who read, since the desk was opened.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// The position of the last event known to be committed; changes when others follow.
    pub fn head(&self) -> watch::Receiver<i64> {
        self.announce.head()
    }

    /// Whose notifications change, as they do, whichever process changes them (PostgreSQL);
    /// nobody in particular where it may be anybody.
    pub fn notified(&self) -> broadcast::Receiver<Arc<BTreeSet<PersonId>>> {
        self.announce.notify_to()
    }

    /// Changes when e-mails are put into the outbox by this process.
    pub fn posted(&self) -> watch::Receiver<u64> {
        self.announce.outbound()
    }
}

impl Store {
    /// Runs `job` in the writer's transaction and answers after the commit. The job may be run
    /// more than once before that.
    ///
    /// # Errors
    /// What the job or the database says; nothing of it is written then.
    pub async fn write<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Txn) -> BoxFuture<'a, Result<T, StoreError>> + Send + 'static,
    {
        let committed = self.attempt(move |txn| {
            let running = job(txn);
            Box::pin(async move { Ok(Outcome::<T, Infallible>::Commit(running.await?)) })
        });
        match committed.await? {
            Ok(done) => Ok(done),
            Err(never) => match never {},
        }
    }

    /// As [`Store::write`], for a job that may say no: what it wrote until then is undone, and
    /// others that are committed with it are not harmed.
    ///
    /// # Errors
    /// As [`Store::write`]; inside of it, what the job says no with.
    pub async fn attempt<T, R, F>(&self, job: F) -> Result<Result<T, R>, StoreError>
    where
        T: Send + 'static,
        R: Send + 'static,
        F: for<'a> Fn(&'a mut Txn) -> BoxFuture<'a, Result<Outcome<T, R>, StoreError>>
            + Send
            + 'static,
    {
        self.writer.attempt(job).await
    }

    /// Jobs that wait for the writer.
    pub fn waiting(&self) -> usize {
        self.writer.waiting()
    }

    /// Transactions committed so far, and the jobs in them.
    pub fn commits(&self) -> (u64, u64) {
        self.writer.commits()
    }
}
