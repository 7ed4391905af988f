//! A file on its way in.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

/// Bytes of a file at most.
pub const UPLOAD_MAX: usize = 20 * 1024 * 1024;

/// A file on its way in. As it comes it goes into a file without a name beside those that are kept:
/// a piece of it is in memory and no more, and nothing is left of one that never ends.
pub struct Upload {
    pub(crate) name: String,
    file: File,
    size: usize,
}

impl Desk {
    /// Begins one of that name.
    ///
    /// # Errors
    /// The disk takes no more.
    pub async fn upload(&self, name: &str) -> Result<Upload, DeskError> {
        Ok(Upload {
            name: name.to_owned(),
            file: File::from_std(self.unnamed().await?),
            size: 0,
        })
    }

    /// A file without a name beside those that are kept: it is gone with whoever works on it.
    pub(crate) async fn unnamed(&self) -> Result<std::fs::File, DeskError> {
        let folder = self.incoming.clone();
        let made = tokio::task::spawn_blocking(move || tempfile::tempfile_in(folder));
        Ok(made.await.map_err(std::io::Error::other)??)
    }
}

impl Upload {
    /// Takes the next piece.
    ///
    /// # Errors
    /// [`DeskError::TooLarge`] beyond [`UPLOAD_MAX`]; the disk takes no more.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), DeskError> {
        self.size += piece.len();
        if self.size > UPLOAD_MAX {
            return Err(DeskError::TooLarge);
        }
        Ok(self.file.write_all(piece).await?)
    }

    /// All of it, for whoever looks into it.
    pub(crate) async fn read(&mut self) -> Result<Vec<u8>, DeskError> {
        self.file.flush().await?;
        self.file.rewind().await?;
        let mut bytes = Vec::with_capacity(self.size);
        self.file.read_to_end(&mut bytes).await?;
        Ok(bytes)
    }
}
