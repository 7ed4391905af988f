//! One moment of the database, with the directory as it stood then.

use guichet_domain::directory::whole::Directory;
use guichet_store::{Conn, Store, StoreError};
use std::sync::{Arc, Mutex};

pub(crate) struct Snapshot {
    pub conn: Conn,
    pub directory: Arc<Directory>,
}

/// Takes snapshots; the directory is read again only when somebody changed it.
#[derive(Clone)]
pub(crate) struct Snapshots {
    store: Store,
    /// The last directory that was read, and its position.
    cache: Arc<Mutex<(i64, Arc<Directory>)>>,
}

impl Snapshots {
    pub fn of(store: Store) -> Self {
        let cache = Arc::default();
        Self { store, cache }
    }

    pub async fn take(&self) -> Result<Snapshot, StoreError> {
        let mut conn = self.store.read().await?;
        let position = conn.directory_position().await?;
        let cached = self
            .cache
            .lock()
            .map(|cache| cache.clone())
            .unwrap_or_default();
        let directory = if cached.0 == position {
            cached.1
        } else {
            let fresh = Arc::new(conn.directory().await?);
            if let Ok(mut cache) = self.cache.lock() {
                *cache = (position, Arc::clone(&fresh));
            }
            fresh
        };
        Ok(Snapshot { conn, directory })
    }
}
