//! A transaction on either database, with its pending rows.

use crate::kernel::error::StoreError;
use crate::kernel::pending::Pending;
use crate::kernel::tx::Tx;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An open transaction: a snapshot for reading, or the writer's. Do not open one in the head of a
/// `for` or `match`: it would be held open for the whole block.
pub struct Conn {
    pub(crate) tx: Tx,
    pub(crate) pending: Pending,
    /// Number of statements that may have changed something.
    changed: u64,
    statements: Arc<AtomicU64>,
}

/// Runs the same statement on either database, after writing the pending rows.
macro_rules! on {
    ($conn:expr, $c:ident => $statement:expr) => {
        $crate::kernel::tx::on_tx!($conn.settled().await?, $c => $statement)
    };
}
pub(crate) use on;

/// Same as [`on`], for a statement that changes data: it is counted, so that a refusal undoes it.
macro_rules! change {
    ($conn:expr, $c:ident => $statement:expr) => {
        $crate::kernel::tx::on_tx!($conn.changing().await?, $c => $statement)
    };
}
pub(crate) use change;

impl From<Tx> for Conn {
    fn from(tx: Tx) -> Self {
        Self {
            tx,
            pending: Pending::default(),
            changed: 0,
            statements: Arc::default(),
        }
    }
}

impl Conn {
    /// The driver's transaction, after the pending rows were written.
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses one of them.
    pub async fn settled(&mut self) -> Result<&mut Tx, StoreError> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        if !self.pending.is_empty() {
            Box::pin(self.pending.write(&mut self.tx)).await?;
        }
        Ok(&mut self.tx)
    }

    /// Same as [`Conn::settled`], for a statement that changes data.
    pub(crate) async fn changing(&mut self) -> Result<&mut Tx, StoreError> {
        self.changed += 1;
        self.settled().await
    }

    /// Returns the same transaction, with its statements counted in `statements`.
    pub(crate) fn counted(self, statements: &Arc<AtomicU64>) -> Self {
        Self {
            statements: Arc::clone(statements),
            ..self
        }
    }

    /// How often data was changed, and how often a row was made pending.
    pub(crate) fn changes(&self) -> (u64, u64) {
        (self.changed, self.pending.added())
    }

    /// Writes the pending rows and commits.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        self.settled().await?;
        self.pending.write_last(&mut self.tx).await?;
        match self.tx {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Rolls the transaction back.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self.tx {
            Tx::Sqlite(tx) => tx.rollback().await?,
            Tx::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    /// Whether the database is PostgreSQL; otherwise it is SQLite.
    pub fn is_postgres(&self) -> bool {
        matches!(self.tx, Tx::Postgres(_))
    }
}
