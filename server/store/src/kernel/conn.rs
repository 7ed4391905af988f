//! A transaction on either database, with what waits to be written in it.

use crate::kernel::error::StoreError;
use crate::kernel::pending::Pending;
use crate::kernel::tx::Tx;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An open transaction: a snapshot for reading, or the writer's. It stands in no head of a
/// loop or match, where it would be held all along.
pub struct Conn {
    pub(crate) tx: Tx,
    pub(crate) pending: Pending,
    /// Statements that may have changed something.
    changed: u64,
    statements: Arc<AtomicU64>,
}

/// Runs the same statement on whichever database it is, after all that is pending.
macro_rules! on {
    ($conn:expr, $c:ident => $statement:expr) => {
        $crate::kernel::tx::on_tx!($conn.settled().await?, $c => $statement)
    };
}
pub(crate) use on;

/// As [`on`], for a statement that changes something: what says no afterwards is undone.
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
    /// The transaction, with everything in it that was put aside.
    ///
    /// # Errors
    /// The database refuses one of them.
    pub async fn settled(&mut self) -> Result<&mut Tx, StoreError> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        if !self.pending.is_empty() {
            Box::pin(self.pending.write(&mut self.tx)).await?;
        }
        Ok(&mut self.tx)
    }

    /// As [`Conn::settled`], for something that changes what is there.
    pub(crate) async fn changing(&mut self) -> Result<&mut Tx, StoreError> {
        self.changed += 1;
        self.settled().await
    }

    /// The same, whose statements are counted there.
    pub(crate) fn counted(self, statements: &Arc<AtomicU64>) -> Self {
        Self {
            statements: Arc::clone(statements),
            ..self
        }
    }

    /// How often something was changed or put aside to be written.
    pub(crate) fn changes(&self) -> (u64, u64) {
        (self.changed, self.pending.added())
    }

    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        self.settled().await?;
        self.pending.write_last(&mut self.tx).await?;
        match self.tx {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Ends the transaction and changes nothing.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self.tx {
            Tx::Sqlite(tx) => tx.rollback().await?,
            Tx::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.tx, Tx::Postgres(_))
    }
}
