//! The database's own transaction.

use sqlx::{Postgres, Sqlite, Transaction};

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
            $crate::kernel::tx::Tx::Sqlite(tx) => {
                let $c = &mut **tx;
                $statement
            }
            $crate::kernel::tx::Tx::Postgres(tx) => {
                let $c = &mut **tx;
                $statement
            }
        }
    };
}
pub(crate) use on_tx;
