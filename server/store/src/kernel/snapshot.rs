//! One moment of the database, with the directory as it stood then.

use crate::kernel::conn::Conn;
use crate::kernel::error::StoreError;
use crate::kernel::store::Store;
use guichet_domain::directory::whole::Directory;
use std::sync::Arc;

/// One moment of the database.
pub struct Snapshot {
    pub conn: Conn,
    pub directory: Arc<Directory>,
}

impl Store {
    /// The database as it is now, with its directory.
    ///
    /// # Errors
    /// The database does not answer, or an entry is of an unknown form.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let mut conn = self.read().await?;
        let position = conn.directory_position().await?;
        let directory = self.directories.at(&mut conn, position).await?;
        Ok(Snapshot { conn, directory })
    }
}
