//! Backing up the whole desk into a folder, and restoring it.
//!
//! A backup holds rows as lines of JSON, the files as they are, and a manifest with the SHA-256 of
//! each. It can be restored to either database. Projections are left out and rebuilt; sessions are
//! left out.

pub(crate) mod manifest;
pub(crate) mod restore;
pub(crate) mod sealed;
#[cfg(test)]
mod tests;

use crate::desk::Desk;
use crate::governance::backup::manifest::{Copied, FORMAT, MANIFEST, Manifest, Part, at, sentence};
use crate::governance::backup::sealed::{BackupSecret, Folder};
use crate::kernel::error::DeskError;
use crate::kernel::files::path;
use bytes::Bytes;
use futures::TryStreamExt;
use futures::stream::BoxStream;
use guichet_domain::FileId;
use guichet_store::{Store, Table};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};

/// How often a backup is started over if files are removed while it is made; the last attempt does
/// without them, since they are meant to be gone.
const TRIES: u32 = 3;

fn table_file(table: &Table) -> PathBuf {
    Path::new("tables").join(format!("{}.jsonl", table.name))
}

fn attached_file(file: FileId) -> PathBuf {
    Path::new("files").join(path(file).as_ref())
}

impl Desk {
    /// Backs up the desk as of one moment into the new folder `to`, while others go on working.
    /// With a secret the backup is encrypted and authenticated; without one, whoever reads it reads
    /// everything.
    ///
    /// # Errors
    /// [`DeskError`] if `to` exists and is not empty, there is no space, or a table cannot be read.
    /// No folder `to` is left then. A file that cannot be read prevents nothing: all else is copied,
    /// and [`Copied::missing`] names it.
    pub async fn backup(
        &self,
        to: &Path,
        secret: Option<&BackupSecret>,
    ) -> Result<Copied, DeskError> {
        if to
            .read_dir()
            .is_ok_and(|mut entries| entries.next().is_some())
        {
            return Err(sentence(format!("{} is not empty", to.display())));
        }
        let mut name = to.as_os_str().to_owned();
        name.push(".partial");
        let partial = PathBuf::from(name);
        if partial.exists() {
            std::fs::remove_dir_all(&partial).map_err(at(&partial))?;
        }
        let mut tries = TRIES;
        let manifest = loop {
            tries -= 1;
            match self.copy_into(&partial, secret).await {
                Ok((manifest, is_whole)) if is_whole || tries == 0 => break manifest,
                other => {
                    let _ = std::fs::remove_dir_all(&partial);
                    other?;
                }
            }
        };
        if to.exists() {
            std::fs::remove_dir(to).map_err(at(to))?;
        }
        std::fs::rename(&partial, to).map_err(at(to))?;
        Ok(manifest.copied())
    }

    /// Writes the backup; also returns whether all files the copied rows name are there.
    async fn copy_into(
        &self,
        folder: &Path,
        secret: Option<&BackupSecret>,
    ) -> Result<(Manifest, bool), DeskError> {
        let folder = Folder::make(folder, secret)?;
        let mut snapshot = self.store.read().await?;
        let made_at = jiff::Timestamp::from_microsecond(self.now().0);
        let mut manifest = Manifest {
            format: FORMAT,
            schema: Store::schema(),
            made_at: made_at.map_err(|e| sentence(e.to_string()))?.to_string(),
            position: snapshot.head().await?,
            tables: Vec::new(),
            files: Vec::new(),
            missing: Vec::new(),
        };
        for table in snapshot.tables().await? {
            let name = table_file(&table);
            let mut file = folder.create(&name)?;
            let (mut hash, mut size) = (Sha256::new(), 0);
            let mut rows = snapshot.rows(&table);
            while let Some(mut row) = rows.try_next().await? {
                row.push('\n');
                hash.update(row.as_bytes());
                file.write_all(row.as_bytes()).map_err(at(&name))?;
                size += 1;
            }
            drop(rows);
            file.finish().map_err(at(&name))?;
            let sha256 = hex::encode(hash.finalize());
            manifest.tables.push(Part {
                what: table,
                size,
                sha256,
            });
        }
        // Files never change: what the snapshot names is what it was.
        let files = snapshot.files().await?;
        drop(snapshot);
        let mut is_whole = true;
        for (id, _) in files {
            let mut bytes = match self.bytes_of(id).await {
                Ok(Some(bytes)) => bytes,
                Ok(None) => {
                    is_whole = false;
                    continue;
                }
                Err(error @ DeskError::Store(_)) => return Err(error),
                Err(error) => {
                    tracing::error!(%error, file = %path(id), "a file cannot be backed up");
                    manifest.missing.push(id);
                    continue;
                }
            };
            let name = attached_file(id);
            let mut file = folder.create(&name)?;
            let (mut hash, mut size) = (Sha256::new(), 0);
            let mut failed = None;
            loop {
                match bytes.try_next().await {
                    Ok(Some(part)) => {
                        hash.update(&part);
                        file.write_all(&part).map_err(at(&name))?;
                        size += part.len() as u64;
                    }
                    Ok(None) => break,
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                }
            }
            file.finish().map_err(at(&name))?;
            if let Some(error) = failed {
                tracing::error!(%error, file = %path(id), "a file cannot be backed up");
                manifest.missing.push(id);
                folder.remove(&name)?;
                continue;
            }
            manifest.files.push(Part {
                what: id,
                size,
                sha256: hex::encode(hash.finalize()),
            });
        }
        let name = Path::new(MANIFEST);
        let mut file = folder.create(name)?;
        serde_json::to_writer_pretty(&mut file, &manifest).map_err(|e| sentence(e.to_string()))?;
        file.finish().map_err(at(name))?;
        Ok((manifest, is_whole))
    }

    /// A file named by the snapshot, in parts; `None` if it was removed since and no row names it
    /// any more.
    async fn bytes_of(
        &self,
        file: FileId,
    ) -> Result<Option<BoxStream<'static, Result<Bytes, DeskError>>>, DeskError> {
        match self.stream_of(file).await {
            Ok((_, bytes)) => Ok(Some(bytes)),
            Err(missing @ DeskError::Files(object_store::Error::NotFound { .. })) => {
                let named = self.store.read().await?.files().await?;
                if named.contains_key(&file) {
                    Err(missing)
                } else {
                    Ok(None)
                }
            }
            Err(error) => Err(error),
        }
    }
}
