//! Follows what other processes write to the same database.

use crate::kernel::announce::{Announce, people};
use crate::kernel::db::Db;
use crate::kernel::error::StoreError;
use sqlx::postgres::PgListener;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How often a SQLite file is checked for changes.
const LOOK: Duration = Duration::from_millis(250);

/// How long a silent PostgreSQL connection is trusted before the log is read anyway.
const TRUST: Duration = Duration::from_secs(30);

/// Starts following `db`; the last position is known to `notify` before this returns.
pub(crate) async fn start(db: Db, notify: Arc<Announce>) -> Result<JoinHandle<()>, StoreError> {
    // The first position is known before anybody follows.
    raise(&db, &notify).await?;
    Ok(tokio::spawn(async move {
        loop {
            let outcome = match &db {
                Db::Sqlite { .. } => look(&db, &notify).await,
                Db::Postgres(pool) => match PgListener::connect_with(pool).await {
                    Ok(listener) => listen(listener, &db, &notify).await,
                    Err(error) => Err(error.into()),
                },
            };
            if let Err(error) = outcome {
                tracing::warn!(%error, "following the database failed; trying again");
                tokio::time::sleep(LOOK * 4).await;
            }
        }
    }))
}

async fn raise(db: &Db, notify: &Announce) -> Result<(), StoreError> {
    let position = db.read().await?.head().await?;
    notify.reached(position);
    Ok(())
}

/// Polls `PRAGMA data_version`, which changes when another connection has written. It is asked on
/// one connection only, since it compares with what that connection saw before.
async fn look(db: &Db, notify: &Announce) -> Result<(), StoreError> {
    let Db::Sqlite { read, .. } = db else {
        return Ok(());
    };
    let mut connection = read.acquire().await?;
    let mut seen = 0;
    loop {
        let (version,): (i64,) = sqlx::query_as("PRAGMA data_version")
            .fetch_one(&mut *connection)
            .await?;
        if version != seen {
            seen = version;
            raise(db, notify).await?;
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Listens for PostgreSQL notifications. Their content is not relied upon: on each of them, and
/// after every reconnection, the log is read by position.
async fn listen(mut listener: PgListener, db: &Db, notify: &Announce) -> Result<(), StoreError> {
    listener.listen_all(["guichet", "guichet_notified"]).await?;
    raise(db, notify).await?;
    loop {
        match tokio::time::timeout(TRUST, listener.try_recv()).await {
            Ok(notification) => {
                let heard = notification?.filter(|n| n.channel() == "guichet_notified");
                if let Some(notified) = heard {
                    notify.notified(people(notified.payload()));
                    continue;
                }
            }
            Err(_silence) => {}
        }
        raise(db, notify).await?;
    }
}
