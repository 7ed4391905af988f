//! Files that were uploaded: looked into, stored, and sent again in parts.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::kernel::files::{media_type, path};
use crate::tickets::masked_files::masked;
use crate::tickets::upload::Upload;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use guichet_domain::FileId;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::tickets::attachment::Attachment;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use sha2::{Digest, Sha256};
use tokio::sync::SemaphorePermit;

/// A file about to be sent to a person who may see it.
pub struct Download {
    /// Name, type and size of the file, as recorded.
    pub attachment: Attachment,
    /// Size in bytes.
    pub size: u64,
    /// Content in parts: no more is held in memory than is being sent.
    pub bytes: BoxStream<'static, Result<Bytes, DeskError>>,
}

/// An inspected file: what was found, and its content as it will be stored.
pub(crate) struct Inspected {
    /// SHA-256 of the content as uploaded, in hexadecimal.
    pub hash: String,
    media_type: &'static str,
    bytes: Vec<u8>,
}

impl Inspected {
    pub fn of(bytes: Vec<u8>) -> Self {
        Self {
            hash: hex::encode(Sha256::digest(&bytes)),
            media_type: media_type(&bytes),
            bytes: masked(bytes),
        }
    }

    /// The content as it will be stored.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl Desk {
    /// Looks into an upload. One is looked into at a time, since that takes it whole; the permit is
    /// held until it is stored.
    pub(crate) async fn inspect(
        &self,
        upload: &mut Upload,
    ) -> Result<(Inspected, Option<SemaphorePermit<'_>>), DeskError> {
        // Nobody closes it.
        let place = self.looks.acquire().await.ok();
        let bytes = upload.read().await?;
        let inspected = tokio::task::spawn_blocking(move || Inspected::of(bytes));
        let inspected = inspected.await.map_err(std::io::Error::other)?;
        Ok((inspected, place))
    }

    /// Stores a file, which is to be named by an event then, or deleted.
    pub(crate) async fn store_file(
        &self,
        name: String,
        inspected: Inspected,
        audience: Audience,
    ) -> Result<Attachment, DeskError> {
        // Drawn here: nobody can name, or write over, a file by guessing.
        let file = self.new_file();
        let attachment = Attachment {
            file,
            name,
            media_type: inspected.media_type.to_owned(),
            size: i64::try_from(inspected.bytes.len()).unwrap_or(i64::MAX),
            audience,
        };
        let new = PutOptions::from(PutMode::Create);
        let bytes = PutPayload::from(inspected.bytes);
        self.files.put_opts(&path(file), bytes, new).await?;
        Ok(attachment)
    }

    /// A stored file, to be sent.
    pub(crate) async fn sent(&self, attachment: Attachment) -> Result<Download, DeskError> {
        let (size, bytes) = self.stream_of(attachment.file).await?;
        Ok(Download {
            attachment,
            size,
            bytes,
        })
    }

    /// The whole content of a file.
    pub(crate) async fn stored_bytes(&self, file: FileId) -> Result<Bytes, DeskError> {
        Ok(self.files.get(&path(file)).await?.bytes().await?)
    }

    /// Size of a file, and its content in parts.
    pub(crate) async fn stream_of(
        &self,
        file: FileId,
    ) -> Result<(u64, BoxStream<'static, Result<Bytes, DeskError>>), DeskError> {
        let found = self.files.get(&path(file)).await?;
        let size = found.meta.size;
        Ok((size, found.into_stream().map_err(DeskError::from).boxed()))
    }
}
