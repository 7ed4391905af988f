//! Locks on the use of a database: shared by all who open the desk, exclusive for a restore.

use crate::kernel::error::StoreError;
use crate::kernel::{postgres, private};
use sqlx::Executor;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnectOptions;
use std::fs::{File, TryLockError};
use std::str::FromStr;

/// A lock held as long as the value lives; the system releases it when the process ends.
#[derive(Debug)]
pub struct Claim {
    _held: Held,
}

#[derive(Debug)]
enum Held {
    File(#[expect(dead_code, reason = "it holds the lock")] File),
    Connection(#[expect(dead_code, reason = "it holds the lock")] Box<PgConnection>),
}

impl Claim {
    /// Takes a shared lock, to use the desk beside other processes.
    ///
    /// # Errors
    /// [`StoreError::Setting`] if a backup is being restored there; [`StoreError`] if the database
    /// does not answer or the lock file cannot be made.
    pub async fn shared(url: &str) -> Result<Self, StoreError> {
        Self::take(url, false).await?.ok_or_else(|| {
            StoreError::Setting("a backup is being restored here: try again when it is done".into())
        })
    }

    /// Takes an exclusive lock, to replace the desk; `None` while another process uses it.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the lock file cannot be made.
    pub async fn alone(url: &str) -> Result<Option<Self>, StoreError> {
        Self::take(url, true).await
    }

    async fn take(url: &str, alone: bool) -> Result<Option<Self>, StoreError> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url).map_err(|_| StoreError::Address)?;
            let path = options.get_filename();
            if let Some(folder) = path.parent() {
                private::make_folder(folder).map_err(|e| at(folder, &e))?;
            }
            let mut name = path.as_os_str().to_owned();
            name.push(".lock");
            let name = std::path::PathBuf::from(name);
            let file = private::open_file(&name).map_err(|e| at(path, &e))?;
            let taken = if alone {
                file.try_lock()
            } else {
                file.try_lock_shared()
            };
            match taken {
                Ok(()) => Ok(Some(Self {
                    _held: Held::File(file),
                })),
                Err(TryLockError::WouldBlock) => Ok(None),
                Err(TryLockError::Error(error)) => Err(at(path, &error)),
            }
        } else {
            let mut connection = postgres::connect(url).await?;
            connection
                .execute("SET application_name = 'guichet (in use)'")
                .await?;
            // Whoever held it and has just gone may not have been missed yet.
            connection.execute("SET lock_timeout = '2s'").await?;
            let sql = if alone {
                "SELECT pg_advisory_lock(7182818285)"
            } else {
                "SELECT pg_advisory_lock_shared(7182818285)"
            };
            match connection.execute(sql).await {
                Ok(_) => Ok(Some(Self {
                    _held: Held::Connection(Box::new(connection)),
                })),
                Err(error) if is_timeout(&error) => Ok(None),
                Err(error) => Err(error.into()),
            }
        }
    }
}

/// Returns whether a lock was waited for in vain (PostgreSQL, `lock_not_available`).
fn is_timeout(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code == "55P03")
}

fn at(path: &std::path::Path, error: &std::io::Error) -> StoreError {
    StoreError::Setting(format!("{} cannot be used: {error}", path.display()))
}
