//! Sweeping up files nothing names: their deletion was interrupted, or the desk that named them was
//! replaced.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::kernel::files::path;
use futures::TryStreamExt;
use guichet_domain::Timestamp;
use guichet_domain::kernel::time::DAY;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use std::collections::BTreeSet;

impl Desk {
    /// Deletes files nothing names that are older than a day; a younger one may be an upload in
    /// progress. Returns their number; with `dry` they stay.
    ///
    /// # Errors
    /// [`DeskError`] if the database or the files do not answer.
    pub(crate) async fn sweep(&self, dry: bool) -> Result<u64, DeskError> {
        let orphans = self.orphans(self.now().plus(-DAY)).await?;
        let mut count = 0;
        for place in orphans {
            if !dry {
                match self.files.delete(&place).await {
                    Ok(()) => {}
                    // Somebody was quicker.
                    Err(object_store::Error::NotFound { .. }) => continue,
                    Err(error) => return Err(error.into()),
                }
            }
            count += 1;
        }
        Ok(count)
    }

    async fn orphans(&self, before: Timestamp) -> Result<Vec<Path>, DeskError> {
        let mut old = Vec::new();
        let mut listed = self.files.list(None);
        while let Some(object) = listed.try_next().await? {
            let since = object.last_modified.timestamp_micros();
            if is_ours(object.location.as_ref()) && since < before.0 {
                old.push(object.location);
            }
        }
        drop(listed);
        // Read after the list: whatever was on its way in by then is named by now.
        let named = self.store.read().await?.files().await?;
        let named: BTreeSet<Path> = named.keys().map(|file| path(*file)).collect();
        old.retain(|place| !named.contains(place));
        Ok(old)
    }
}

/// Whether a path has the form of the desk's files; other files may be kept beside them.
pub(crate) fn is_ours(place: &str) -> bool {
    place
        .split_once('/')
        .is_some_and(|(folder, name)| folder.len() == 2 && name.parse::<uuid::Uuid>().is_ok())
}
