//! What the suite shares: a fresh database for each test, and ways to fill it.

pub mod database;
pub mod dice;
pub mod filling;
pub mod raw;
pub mod world;

pub use database::Database;
pub use dice::Dice;
pub use filling::{Notified, carry_out, record_told, recorded};
pub use raw::Raw;

use std::time::Duration;

/// A guard against waiting for ever; nothing waits that long when all is well.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Makes of each function two tests: `sqlite::name` and `postgres::name`, each on a database of
/// its own.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::common::database::on_sqlite(super::$name).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::common::database::on_postgres(super::$name).await;
            })+
        }
    };
}
pub(crate) use on_both;
