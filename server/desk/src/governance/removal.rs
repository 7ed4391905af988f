//! Cleaning up after removals: cached renderings, files, and traces in the database files.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::kernel::files::path;
use guichet_domain::FileId;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::tickets::event::{Envelope, Event};
use object_store::ObjectStoreExt;

impl Desk {
    /// Clears the caches of what these events removed, and deletes the files. A file that cannot be
    /// deleted now is no longer named by anything and is swept up later.
    pub(crate) async fn drop_removed(&self, events: &[Envelope]) {
        let removed = |e: &Envelope| matches!(e.event, Event::Redacted { .. });
        if events.iter().any(removed) {
            self.prose.forget();
            self.store.forget_words();
        }
        for envelope in events {
            if let Event::Redacted {
                what: Removed::File(file),
                ..
            } = envelope.event
            {
                self.drop_file(file).await;
            }
        }
        if events.iter().any(removed)
            && let Err(error) = self.drop_originals().await
        {
            tracing::warn!(%error, "the original of a message could not be deleted yet");
        }
    }

    /// Deletes the originals of messages whose words were removed.
    ///
    /// # Errors
    /// [`DeskError`] if the database or the files do not answer.
    pub(crate) async fn drop_originals(&self) -> Result<(), DeskError> {
        let files = self.store.read().await?.removed_originals().await?;
        if files.is_empty() {
            return Ok(());
        }
        for file in &files {
            match self.files.delete(&path(*file)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let job = self.store.write(move |txn| {
            let files = files.clone();
            Box::pin(async move { txn.originals_deleted(&files).await })
        });
        Ok(job.await?)
    }

    pub(crate) async fn drop_file(&self, file: FileId) {
        match self.files.delete(&path(file)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => tracing::warn!(%error, %file, "a removed file could not be deleted yet"),
        }
    }

    /// Wipes what removed texts left behind in the database files. Returns whether it did.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub async fn scrub(&self) -> Result<bool, DeskError> {
        Ok(self.store.scrub().await?)
    }
}
