//! Uploading files.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

/// Maximum size of a file in bytes: 20 MiB.
pub const UPLOAD_MAX: usize = 20 * 1024 * 1024;

/// A file being uploaded. Its pieces are written to an unnamed temporary file, so that only one
/// piece is in memory, and nothing is left of an upload that never ends.
pub struct Upload {
    pub(crate) name: String,
    file: File,
    size: usize,
}

impl Desk {
    /// Begins the upload of a file with that name.
    ///
    /// # Errors
    /// [`DeskError::Io`] if the temporary file cannot be created.
    pub async fn upload(&self, name: &str) -> Result<Upload, DeskError> {
        Ok(Upload {
            name: name.to_owned(),
            file: File::from_std(self.unnamed().await?),
            size: 0,
        })
    }

    /// Creates an unnamed temporary file in the folder of files; it vanishes when closed.
    pub(crate) async fn unnamed(&self) -> Result<std::fs::File, DeskError> {
        let folder = self.incoming.clone();
        let made = tokio::task::spawn_blocking(move || tempfile::tempfile_in(folder));
        Ok(made.await.map_err(std::io::Error::other)??)
    }
}

impl Upload {
    /// Writes the next piece.
    ///
    /// # Errors
    /// [`DeskError::TooLarge`] beyond [`UPLOAD_MAX`], [`DeskError::Io`] if the disk is full.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), DeskError> {
        self.size += piece.len();
        if self.size > UPLOAD_MAX {
            return Err(DeskError::TooLarge);
        }
        Ok(self.file.write_all(piece).await?)
    }

    /// Ends the upload, once all pieces have come.
    ///
    /// # Errors
    /// [`DeskError::Io`] if the disk is full.
    pub async fn finish(&mut self) -> Result<(), DeskError> {
        Ok(self.file.flush().await?)
    }

    /// The whole file.
    ///
    /// # Errors
    /// [`DeskError`] if it cannot be read again from where it waits.
    pub async fn bytes(mut self) -> Result<Vec<u8>, DeskError> {
        self.read().await
    }

    /// Reads the whole file, for inspection.
    pub(crate) async fn read(&mut self) -> Result<Vec<u8>, DeskError> {
        self.finish().await?;
        self.file.rewind().await?;
        let mut bytes = Vec::with_capacity(self.size);
        self.file.read_to_end(&mut bytes).await?;
        Ok(bytes)
    }
}
