//! The single writer of a process: takes the waiting jobs, runs them in one transaction and commits
//! once. If one fails, the jobs are run one at a time, so that it affects no other.

use crate::kernel::announce;
use crate::kernel::announce::Announce;
use crate::kernel::conn::{Conn, change, on};
use crate::kernel::db::Db;
use crate::kernel::directories::Directories;
use crate::kernel::done::{Done, KnownCommands};
use crate::kernel::error::StoreError;
use futures::FutureExt;
use futures::future::BoxFuture;
use guichet_domain::directory::whole::Directory;
use guichet_domain::{CommandId, PersonId};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Maximum number of jobs committed together.
const BATCH: usize = 256;

/// Maximum number of waiting jobs; beyond that, callers wait to enqueue.
const QUEUE: usize = 4096;

/// The writer's transaction, and what it read at its beginning.
pub struct Txn {
    pub(crate) conn: Conn,
    pub(crate) position: i64,
    pub(crate) last_ticket: i64,
    pub(crate) directory: Arc<Directory>,
    pub(crate) entries: i64,
    /// Whether e-mails were put into the outbox.
    pub(crate) posted: bool,
    /// Keyed hashes of the commands of this transaction, until their first event is written.
    pub(crate) contents: BTreeMap<CommandId, String>,
    /// What is known of commands.
    pub(crate) commands: KnownCommands,
    /// The people whose notifications changed.
    pub(crate) notified: BTreeSet<PersonId>,
}

impl std::ops::Deref for Txn {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl std::ops::DerefMut for Txn {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

impl Txn {
    /// Remembers the keyed hash of a command's content, so that the same command sent again with
    /// other content can be detected.
    pub fn remember(&mut self, command: CommandId, content: String) {
        self.contents.insert(command, content);
    }

    /// Same as [`Conn::done`]. Of the commands of the transaction's own jobs it is known already.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn done(&mut self, command: CommandId) -> Result<Option<Done>, StoreError> {
        match self.commands.get(command) {
            Some(known) => Ok(known),
            None => self.conn.done(command).await,
        }
    }
}

/// How a job ends: with a result to commit, or with a refusal that rolls back what it wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<T, R> {
    /// The job's writes are committed, and this is its result.
    Commit(T),
    /// The job's writes are undone, and this is its refusal.
    Abort(R),
}

/// A job that can be run again if its batch must be.
trait Job: Send {
    /// The command that it carries out, if it is one.
    fn command(&self) -> Option<CommandId>;
    /// Runs the job; `true` if it is to be committed.
    fn run<'a>(&'a mut self, txn: &'a mut Txn) -> BoxFuture<'a, Result<bool, StoreError>>;
    /// Sends the result to the caller.
    fn answer(self: Box<Self>, outcome: Result<(), StoreError>);
}

struct Work<F, T, R> {
    command: Option<CommandId>,
    run: F,
    result: Option<Result<T, R>>,
    reply: oneshot::Sender<Result<Result<T, R>, StoreError>>,
}

impl<F, T, R> Job for Work<F, T, R>
where
    T: Send,
    R: Send,
    F: for<'a> Fn(&'a mut Txn) -> BoxFuture<'a, Result<Outcome<T, R>, StoreError>> + Send,
{
    fn command(&self) -> Option<CommandId> {
        self.command
    }

    fn run<'a>(&'a mut self, txn: &'a mut Txn) -> BoxFuture<'a, Result<bool, StoreError>> {
        let running = (self.run)(txn);
        let result = &mut self.result;
        Box::pin(async move {
            let done = match running.await? {
                Outcome::Commit(done) => Ok(done),
                Outcome::Abort(refusal) => Err(refusal),
            };
            let is_to_commit = done.is_ok();
            *result = Some(done);
            Ok(is_to_commit)
        })
    }

    fn answer(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { result, reply, .. } = *self;
        let answer = outcome.and_then(|()| result.ok_or(StoreError::Stopped));
        // Whoever asked may have gone away; the work is done all the same.
        let _ = reply.send(answer);
    }
}

/// What the writer has done so far.
#[derive(Default)]
pub(crate) struct Tally {
    /// Transactions committed, and jobs in them.
    counts: Mutex<(u64, u64)>,
    statements: Arc<AtomicU64>,
}

#[derive(Clone)]
pub(crate) struct Writer {
    jobs: mpsc::Sender<Box<dyn Job>>,
    tally: Arc<Tally>,
}

impl Writer {
    /// See [`Store::attempt`](crate::Store::attempt) and
    /// [`Store::attempt_command`](crate::Store::attempt_command).
    pub async fn attempt<T, R, F>(
        &self,
        command: Option<CommandId>,
        job: F,
    ) -> Result<Result<T, R>, StoreError>
    where
        T: Send + 'static,
        R: Send + 'static,
        F: for<'a> Fn(&'a mut Txn) -> BoxFuture<'a, Result<Outcome<T, R>, StoreError>>
            + Send
            + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let work = Work {
            command,
            run: job,
            result: None,
            reply,
        };
        self.jobs
            .send(Box::new(work))
            .await
            .map_err(|_| StoreError::Stopped)?;
        answer.await.map_err(|_| StoreError::Stopped)?
    }

    /// Number of waiting jobs.
    pub fn waiting(&self) -> usize {
        self.jobs.max_capacity() - self.jobs.capacity()
    }

    /// Number of statements run so far.
    pub fn statements(&self) -> u64 {
        self.tally.statements.load(Ordering::Relaxed)
    }

    /// Number of transactions committed so far, and number of jobs in them.
    pub fn commits(&self) -> (u64, u64) {
        self.tally.counts.lock().map_or((0, 0), |tally| *tally)
    }
}

/// Starts the writer's task.
pub(crate) fn start(
    db: Db,
    directories: Directories,
    notify: Arc<Announce>,
) -> (Writer, JoinHandle<()>) {
    let (jobs, mut waiting) = mpsc::channel::<Box<dyn Job>>(QUEUE);
    let tally = Arc::new(Tally::default());
    let writer = Writer {
        jobs,
        tally: Arc::clone(&tally),
    };
    let task = tokio::spawn(async move {
        let mut batch: Vec<Box<dyn Job>> = Vec::new();
        while waiting.recv_many(&mut batch, BATCH).await > 0 {
            let jobs = std::mem::take(&mut batch);
            for (job, outcome) in run_all(&db, &directories, jobs, &notify, &tally).await {
                job.answer(outcome);
            }
        }
    });
    (writer, task)
}

async fn run_all(
    db: &Db,
    directories: &Directories,
    mut jobs: Vec<Box<dyn Job>>,
    notify: &Announce,
    tally: &Tally,
) -> Vec<(Box<dyn Job>, Result<(), StoreError>)> {
    let outcome = run(db, directories, &mut jobs, notify, tally).await;
    match outcome {
        Ok(()) => return jobs.into_iter().map(|job| (job, Ok(()))).collect(),
        Err(error) if jobs.len() == 1 => return jobs.into_iter().zip([Err(error)]).collect(),
        // Nothing is wrong: one of them says no after it began to write.
        Err(StoreError::Aborted) => {}
        Err(error) => {
            tracing::warn!(%error, jobs = jobs.len(), "a batch was rolled back; its jobs run one at a time");
        }
    }
    let mut done = Vec::with_capacity(jobs.len());
    for job in jobs {
        let mut alone = [job];
        let outcome = run(db, directories, &mut alone, notify, tally).await;
        let [job] = alone;
        done.push((job, outcome));
    }
    done
}

async fn run(
    db: &Db,
    directories: &Directories,
    jobs: &mut [Box<dyn Job>],
    notify: &Announce,
    tally: &Tally,
) -> Result<(), StoreError> {
    let commands = jobs.iter().filter_map(|job| job.command()).collect();
    let mut txn = begin(db, directories, tally, commands).await?;
    let start = txn.position;
    let is_alone = jobs.len() == 1;
    for job in jobs.iter_mut() {
        let before = txn.conn.changes();
        // A job that panics must not take the writer with it.
        let outcome = AssertUnwindSafe(async { job.run(&mut txn).await })
            .catch_unwind()
            .await;
        let undone = match outcome.unwrap_or(Err(StoreError::Panicked)) {
            Ok(true) => continue,
            Ok(false) if txn.conn.changes() == before => {
                txn.contents.clear();
                continue;
            }
            // It is alone: what it wrote is undone, and what it says stands.
            Ok(false) if is_alone => Ok(()),
            Ok(false) => Err(StoreError::Aborted),
            Err(error) => Err(error),
        };
        if let Err(error) = txn.conn.rollback().await {
            tracing::warn!(%error, "a transaction could not be rolled back; its connection is closed");
        }
        return undone;
    }
    let Txn {
        mut conn,
        position,
        directory,
        entries,
        posted,
        notified,
        ..
    } = txn;
    if position > start && conn.is_postgres() {
        change!(&mut conn, c => sqlx::query("SELECT pg_notify('guichet', $1)")
            .bind(position.to_string()).execute(c).await?.rows_affected());
    }
    if !notified.is_empty() && conn.is_postgres() {
        change!(&mut conn, c => sqlx::query("SELECT pg_notify('guichet_notified', $1)")
            .bind(announce::payload(&notified)).execute(c).await?.rows_affected());
    }
    conn.commit().await?;
    directories.put(entries, &directory);
    if let Ok(mut tally) = tally.counts.lock() {
        tally.0 += 1;
        tally.1 += jobs.len() as u64;
    }
    notify.reached(position);
    if posted {
        notify.posted();
    }
    if !notified.is_empty() {
        notify.notified(notified);
    }
    Ok(())
}

async fn begin(
    db: &Db,
    directories: &Directories,
    tally: &Tally,
    commands: Vec<CommandId>,
) -> Result<Txn, StoreError> {
    let mut conn = db.write().await?.counted(&tally.statements);
    let sql = "SELECT COALESCE((SELECT MAX(position) FROM event), 0),
                      COALESCE((SELECT MAX(id) FROM ticket), 0),
                      COALESCE((SELECT MAX(position) FROM entry), 0)";
    let (position, last_ticket, entries): (i64, i64, i64) =
        on!(&mut conn, c => sqlx::query_as(sql).fetch_one(c).await?);
    let directory = directories.at(&mut conn, entries).await?;
    let commands = KnownCommands::of(&mut conn, commands).await?;
    Ok(Txn {
        conn,
        position,
        last_ticket,
        directory,
        entries,
        posted: false,
        contents: BTreeMap::new(),
        commands,
        notified: BTreeSet::new(),
    })
}
