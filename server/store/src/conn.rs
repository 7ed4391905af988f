//! A transaction on either database.

use crate::StoreError;
use crate::pending::Pending;
use sqlx::{Postgres, Sqlite, Transaction};

/// An open transaction: a snapshot for reading, or the writer's.
pub struct Conn {
    pub(crate) tx: Tx,
    pub(crate) pending: Pending,
}

/// The database's own transaction.
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same statement on whichever database it is, as the transaction stands: what is pending
/// is not there yet.
macro_rules! on_tx {
    ($tx:expr, $c:ident => $statement:expr) => {
        match $tx {
            $crate::conn::Tx::Sqlite(tx) => {
                let $c = &mut **tx;
                $statement
            }
            $crate::conn::Tx::Postgres(tx) => {
                let $c = &mut **tx;
                $statement
            }
        }
    };
}
pub(crate) use on_tx;

/// Runs the same statement on whichever database it is, after all that is pending.
macro_rules! on {
    ($conn:expr, $c:ident => $statement:expr) => {
        $crate::conn::on_tx!($conn.settled().await?, $c => $statement)
    };
}
pub(crate) use on;

impl From<Tx> for Conn {
    fn from(tx: Tx) -> Self {
        Self {
            tx,
            pending: Pending::default(),
        }
    }
}

impl Conn {
    /// The transaction, with everything in it that was put aside.
    ///
    /// # Errors
    /// The database refuses one of them.
    pub async fn settled(&mut self) -> Result<&mut Tx, StoreError> {
        if !self.pending.is_empty() {
            Box::pin(self.pending.write(&mut self.tx)).await?;
        }
        Ok(&mut self.tx)
    }

    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        self.settled().await?;
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
