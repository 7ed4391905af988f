//! What the measurements begin with: a desk, the clock of this machine.

use guichet_desk::{Desk, DeskError, Options, RandomIds, SystemClock};
use std::path::Path;
use std::sync::Arc;

/// An empty desk in a database, with its files in a folder.
pub async fn desk(database: &str, folder: &Path) -> Result<Desk, DeskError> {
    Desk::open(Options {
        database: database.into(),
        files: folder.join("files"),
        zone: "Europe/Paris".into(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        light_hashing: true,
        hashes: 2,
    })
    .await
}
