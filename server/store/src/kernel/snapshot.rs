//! A snapshot of the database, with the directory of the same moment.

use crate::kernel::conn::Conn;
use crate::kernel::error::StoreError;
use crate::kernel::store::Store;
use guichet_domain::directory::whole::Directory;
use std::sync::Arc;

/// A snapshot of the database, with the directory of the same moment.
pub struct Snapshot {
    /// Read transaction on the snapshot.
    pub conn: Conn,
    /// The directory (people, teams, services and so on) in that snapshot.
    pub directory: Arc<Directory>,
}

impl Store {
    /// Opens a snapshot of the database as it is now, with its directory.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or an entry cannot be read.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let mut conn = self.read().await?;
        let position = conn.directory_position().await?;
        let directory = self.directories.at(&mut conn, position).await?;
        Ok(Snapshot { conn, directory })
    }
}
