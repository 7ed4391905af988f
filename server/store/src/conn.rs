//! A transaction on either database.

use crate::StoreError;
use sqlx::{Postgres, Sqlite, Transaction};

/// An open transaction: a snapshot for reading, or the writer's.
pub enum Conn {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same statement on whichever database it is.
macro_rules! on {
    ($conn:expr, $c:ident => $statement:expr) => {
        match $conn {
            $crate::conn::Conn::Sqlite(tx) => {
                let $c = &mut **tx;
                $statement
            }
            $crate::conn::Conn::Postgres(tx) => {
                let $c = &mut **tx;
                $statement
            }
        }
    };
}
pub(crate) use on;

impl Conn {
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    pub(crate) async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}
