//! The store: one database, its writer, and the task that follows other processes' changes.

use crate::kernel::announce::Announce;
use crate::kernel::conn::Conn;
use crate::kernel::db::{Db, SQLITE, open_postgres, open_sqlite};
use crate::kernel::directories::Directories;
use crate::kernel::error::StoreError;
use crate::kernel::writer::{Outcome, Txn};
use crate::kernel::{follow, postgres, writer};
use futures::future::BoxFuture;
use guichet_domain::{CommandId, PersonId};
use sqlx::sqlite::SqliteConnectOptions;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{broadcast, watch};

/// The database of a service desk. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: Db,
    pub(crate) writer: writer::Writer,
    pub(crate) directories: Directories,
    /// Number of statements run by readers.
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
    /// Opens the database at `url` (`sqlite:PATH` or `postgres://…`), creates or migrates its
    /// tables, and starts the writer.
    ///
    /// # Errors
    /// [`StoreError`] if the address has another scheme, the database cannot be reached, or its
    /// settings could lose an acknowledged command.
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

    /// Schema version of this program: the number of its latest migration.
    pub fn schema() -> i64 {
        SQLITE.iter().map(|m| m.version).max().unwrap_or_default()
    }

    /// Opens a read transaction on a snapshot of the whole database.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        let conn = self.db.read().await?;
        Ok(conn.counted(&self.statements))
    }

    /// Number of statements run by readers since the store was opened.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Number of statements run by the writer since the store was opened.
    pub fn statements_written(&self) -> u64 {
        self.writer.statements()
    }

    /// Position of the last event known to be committed; also follows commits of other processes.
    pub fn head(&self) -> watch::Receiver<i64> {
        self.announce.head()
    }

    /// The people whose notifications change. On PostgreSQL this includes changes by other
    /// processes; an empty set means it may be anybody.
    pub fn notified(&self) -> broadcast::Receiver<Arc<BTreeSet<PersonId>>> {
        self.announce.notify_to()
    }

    /// Changes whenever this process puts e-mails into the outbox.
    pub fn posted(&self) -> watch::Receiver<u64> {
        self.announce.outbound()
    }
}

impl Store {
    /// Runs `job` in the writer's transaction and returns after the commit. The job may be run more
    /// than once before that.
    ///
    /// # Errors
    /// The error of the job or of the database; nothing of the job is written then.
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

    /// Same as [`Store::write`], for a job that may refuse: what it wrote is undone, and other jobs
    /// committed with it are not affected.
    ///
    /// # Errors
    /// Same as [`Store::write`]; the inner `Err` is the refusal of the job.
    pub async fn attempt<T, R, F>(&self, job: F) -> Result<Result<T, R>, StoreError>
    where
        T: Send + 'static,
        R: Send + 'static,
        F: for<'a> Fn(&'a mut Txn) -> BoxFuture<'a, Result<Outcome<T, R>, StoreError>>
            + Send
            + 'static,
    {
        self.writer.attempt(None, job).await
    }

    /// Same as [`Store::attempt`], for a job that carries out a command and asks whether it was
    /// carried out before ([`Txn::done`]).
    ///
    /// # Errors
    /// Same as [`Store::attempt`].
    pub async fn attempt_command<T, R, F>(
        &self,
        command: CommandId,
        job: F,
    ) -> Result<Result<T, R>, StoreError>
    where
        T: Send + 'static,
        R: Send + 'static,
        F: for<'a> Fn(&'a mut Txn) -> BoxFuture<'a, Result<Outcome<T, R>, StoreError>>
            + Send
            + 'static,
    {
        self.writer.attempt(Some(command), job).await
    }

    /// Number of jobs waiting for the writer.
    pub fn waiting(&self) -> usize {
        self.writer.waiting()
    }

    /// Number of transactions committed so far, and the number of jobs in them.
    pub fn commits(&self) -> (u64, u64) {
        self.writer.commits()
    }
}
