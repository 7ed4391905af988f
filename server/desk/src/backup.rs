//! A copy of the whole desk as a folder, and a desk made from one.
//!
//! Rows as lines of JSON, the files as they are, and a manifest that knows each by its SHA-256: it
//! goes into either database. Readings of the log are made again; sessions are left out.

use crate::attach::path;
use crate::cursor::hex;
use crate::{Desk, DeskError};
use futures::TryStreamExt;
use guichet_domain::FileId;
use guichet_store::{Claim, Restoring, Store, StoreError, Table};
use object_store::local::LocalFileSystem;
use object_store::{ObjectStoreExt, PutPayload};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{DirBuilder, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

const MANIFEST: &str = "manifest.json";
/// Raised when a backup can no longer be read by programs that know the one before.
const FORMAT: u32 = 1;

/// So often a copy is begun, where files are removed while it is made: the last one does without
/// them, for they are meant to be gone.
const TRIES: u32 = 3;

/// What a backup consists of.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    /// Of the tables.
    schema: i64,
    made_at: String,
    /// Of the last event.
    position: i64,
    tables: Vec<Part<Table>>,
    files: Vec<Part<FileId>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Part<T> {
    what: T,
    /// Rows of a table, bytes of a file.
    size: u64,
    sha256: String,
}

/// What was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    pub made_at: String,
    pub position: i64,
    pub rows: u64,
    pub files: usize,
}

impl Manifest {
    fn copied(&self) -> Copied {
        Copied {
            made_at: self.made_at.clone(),
            position: self.position,
            rows: self.tables.iter().map(|table| table.size).sum(),
            files: self.files.len(),
        }
    }
}

fn sentence(text: String) -> DeskError {
    DeskError::Store(StoreError::Setting(text))
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> DeskError {
    move |error| sentence(format!("{}: {error}", path.display()))
}

fn table_file(folder: &Path, table: &Table) -> PathBuf {
    folder.join("tables").join(format!("{}.jsonl", table.name))
}

fn attached_file(folder: &Path, file: FileId) -> PathBuf {
    folder.join("files").join(path(file).as_ref())
}

/// For nobody else's eyes: it holds everything, and what passwords are compared with.
fn make_folder(folder: &Path) -> Result<(), DeskError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder.create(folder).map_err(at(folder))
}

impl Desk {
    /// Copies the desk as it is at one moment into the new folder `to`, while others work on.
    ///
    /// # Errors
    /// `to` is there already and not empty; no room; a file that the log names is missing (one that
    /// was removed meanwhile is not). There is no folder `to` then.
    pub async fn backup(&self, to: &Path) -> Result<Copied, DeskError> {
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
            match self.copy_into(&partial).await {
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

    /// Says also whether every file is there that the copied rows name.
    async fn copy_into(&self, folder: &Path) -> Result<(Manifest, bool), DeskError> {
        make_folder(&folder.join("tables"))?;
        let mut snapshot = self.store.read().await?;
        let mut manifest = Manifest {
            format: FORMAT,
            schema: Store::schema(),
            made_at: jiff::Timestamp::from_microsecond(self.now().0)
                .unwrap_or_default()
                .to_string(),
            position: snapshot.head().await?,
            tables: Vec::new(),
            files: Vec::new(),
        };
        for table in snapshot.tables().await? {
            let path = table_file(folder, &table);
            let file = File::create_new(&path).map_err(at(&path))?;
            let mut file = BufWriter::new(file);
            let (mut hash, mut size) = (Sha256::new(), 0);
            let mut rows = snapshot.rows(&table);
            while let Some(mut row) = rows.try_next().await? {
                row.push('\n');
                hash.update(row.as_bytes());
                file.write_all(row.as_bytes()).map_err(at(&path))?;
                size += 1;
            }
            drop(rows);
            let file = file.into_inner().map_err(|e| at(&path)(e.into_error()))?;
            file.sync_all().map_err(at(&path))?;
            let sha256 = hex(&hash.finalize());
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
            let Some(bytes) = self.bytes_of(id).await? else {
                is_whole = false;
                continue;
            };
            let place = attached_file(folder, id);
            if let Some(folder) = place.parent() {
                make_folder(folder)?;
            }
            let mut file = File::create_new(&place).map_err(at(&place))?;
            file.write_all(&bytes).map_err(at(&place))?;
            file.sync_all().map_err(at(&place))?;
            manifest.files.push(Part {
                what: id,
                size: bytes.len() as u64,
                sha256: hex(&Sha256::digest(&bytes)),
            });
        }
        let place = folder.join(MANIFEST);
        let json = serde_json::to_vec_pretty(&manifest).map_err(|e| sentence(e.to_string()))?;
        let mut file = File::create_new(&place).map_err(at(&place))?;
        file.write_all(&json).map_err(at(&place))?;
        file.sync_all().map_err(at(&place))?;
        Ok((manifest, is_whole))
    }

    /// A file that a snapshot named; nothing where it was removed since, and no row names it any
    /// more.
    async fn bytes_of(&self, file: FileId) -> Result<Option<Vec<u8>>, DeskError> {
        match self.files.get(&path(file)).await {
            Ok(found) => Ok(Some(found.bytes().await?.to_vec())),
            Err(missing @ object_store::Error::NotFound { .. }) => {
                let named = self.store.read().await?.files().await?;
                if named.contains_key(&file) {
                    Err(missing.into())
                } else {
                    Ok(None)
                }
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Makes the desk at `database` and `files` from a backup. What was there is kept beside it:
/// `….before-restore`, on PostgreSQL the schema `guichet_before_restore`.
///
/// # Errors
/// The backup is not whole; the desk there is not empty, and `force` does not say that this is
/// meant; somebody uses it. What was there stands as it stood.
pub async fn restore(
    from: &Path,
    database: &str,
    files: &Path,
    force: bool,
) -> Result<Copied, DeskError> {
    let manifest = verified(from)?;
    let claim = Claim::alone(database).await?;
    let _claim = claim.ok_or_else(|| {
        sentence("Guichet runs on this database: stop it first, or restore to another one".into())
    })?;
    if !force && !Restoring::is_empty(database).await? {
        return Err(sentence(
            "there is a desk in this database: say --force to replace it (it is kept beside)"
                .into(),
        ));
    }
    // Files first: they are only added, and nothing names them before the database does.
    std::fs::create_dir_all(files).map_err(at(files))?;
    let store = LocalFileSystem::new_with_prefix(files)?;
    for file in &manifest.files {
        let place = attached_file(from, file.what);
        let bytes = std::fs::read(&place).map_err(at(&place))?;
        store.put(&path(file.what), PutPayload::from(bytes)).await?;
    }
    let mut restoring = Restoring::begin(database, manifest.schema).await?;
    for table in &manifest.tables {
        let place = table_file(from, &table.what);
        let file = BufReader::new(File::open(&place).map_err(at(&place))?);
        let mut rows = Vec::new();
        for line in file.lines() {
            rows.push(line.map_err(at(&place))?);
            if rows.len() == 2000 {
                restoring.put(&table.what, &rows).await?;
                rows.clear();
            }
        }
        restoring.put(&table.what, &rows).await?;
    }
    restoring.finish().await?;
    Ok(manifest.copied())
}

/// The manifest of a backup of which every part is there, as it was written.
fn verified(from: &Path) -> Result<Manifest, DeskError> {
    let place = from.join(MANIFEST);
    let json = std::fs::read(&place).map_err(at(&place))?;
    let manifest: Manifest = serde_json::from_slice(&json).map_err(|e| {
        sentence(format!(
            "{} is not a backup's manifest: {e}",
            place.display()
        ))
    })?;
    if manifest.format > FORMAT {
        return Err(sentence(
            "the backup was made by a newer version of Guichet".into(),
        ));
    }
    for table in &manifest.tables {
        // A name that leads elsewhere is not followed.
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !table.what.name.chars().all(plain) {
            return Err(sentence(format!("{:?} is no table", table.what.name)));
        }
        same(&table_file(from, &table.what), &table.sha256)?;
    }
    for file in &manifest.files {
        same(&attached_file(from, file.what), &file.sha256)?;
    }
    Ok(manifest)
}

fn same(place: &Path, sha256: &str) -> Result<(), DeskError> {
    let mut file = File::open(place).map_err(at(place))?;
    let (mut hash, mut part) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let n = file.read(&mut part).map_err(at(place))?;
        if n == 0 {
            break;
        }
        hash.update(part.get(..n).unwrap_or_default());
    }
    if hex(&hash.finalize()) == sha256 {
        Ok(())
    } else {
        Err(sentence(format!(
            "{} is not as it was written: the backup is damaged",
            place.display()
        )))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Incoming, LetterNature, LetterRules, Options, RandomIds, SystemClock};
    use guichet_domain::letter::Reason;
    use std::sync::Arc;

    #[tokio::test]
    async fn a_file_that_is_gone_is_a_loss_only_while_it_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(Options {
            database: format!("sqlite:{}", folder.path().join("g.db").display()),
            files: folder.path().join("files"),
            zone: "Europe/Paris".into(),
            clock: Arc::new(SystemClock),
            ids: Arc::new(RandomIds),
            light_hashing: true,
            hashes: 1,
        })
        .await
        .unwrap();
        let letter = Incoming {
            key: "a".into(),
            nature: LetterNature::Aside(Reason::Empty),
            original: b"From: Paul".to_vec(),
            ..Incoming::default()
        };
        desk.receive(letter, LetterRules::default()).await.unwrap();
        let named = desk.store.read().await.unwrap().files().await.unwrap();
        let file = *named.keys().next().unwrap();
        assert!(desk.bytes_of(file).await.unwrap().is_some());
        let to = folder.path().join("copy");
        let copied = desk.backup(&to).await.unwrap();
        assert_eq!(copied.files, 1);

        // Redacted between the snapshot that named it and the copying.
        let removed = desk.new_file();
        assert_eq!(desk.bytes_of(removed).await.unwrap(), None);
        // Lost.
        desk.drop_file(file).await;
        assert!(desk.bytes_of(file).await.is_err());
        let again = folder.path().join("again");
        assert!(desk.backup(&again).await.is_err());
        assert!(!again.exists() && !folder.path().join("again.partial").exists());
    }
}
