//! The transaction of the database driver.

use sqlx::{Postgres, Sqlite, Transaction};

/// An open transaction on either database.
pub enum Tx {
    /// A transaction on SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// A transaction on PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same statement on either database. Pending rows are not written first, so the statement
/// does not see them.
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
