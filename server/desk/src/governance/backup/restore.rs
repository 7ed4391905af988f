//! Restoring a desk from a backup.

use crate::governance::backup::manifest::{Copied, FORMAT, MANIFEST, Manifest, at, sentence};
use crate::governance::backup::sealed::{BackupSecret, Folder};
use crate::governance::backup::{attached_file, table_file};
use crate::kernel::error::DeskError;
use crate::kernel::files::path;
use crate::kernel::keys::{OutsideKey, Ring};
use guichet_domain::FileId;
use guichet_store::kernel::private;
use guichet_store::{Claim, Restoring};
use object_store::local::LocalFileSystem;
use object_store::{MultipartUpload, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Number of bytes of a file read at once.
const PART: usize = 1 << 20;

/// Maximum number of rows inserted at once.
const ROWS: usize = 2000;

/// Maximum size of the rows inserted at once, in bytes.
const BYTES: usize = 8 << 20;

/// Maximum size of a row in bytes; texts and sealed secrets are far shorter.
const ROW_MAX: usize = 16 << 20;

/// What to restore, and where.
#[derive(Debug)]
pub struct Restore<'a> {
    /// Folder of the backup.
    pub from: &'a Path,
    /// Address of the database to restore into.
    pub database: &'a str,
    /// Folder to restore the files into.
    pub files: &'a Path,
    /// Whether an existing desk is replaced.
    pub force: bool,
    /// Secret that decrypts the backup, if it is encrypted.
    pub secret: Option<&'a BackupSecret>,
    /// Whether an unencrypted backup is accepted although there is a secret.
    pub plain: bool,
    /// Key that seals the secrets of the desk, if it is kept outside the database.
    pub key: Option<&'a OutsideKey>,
}

/// Restores a desk to `database` and `files` from a backup. The previous database is kept beside
/// it: `….before-restore`, on PostgreSQL the schema `guichet_before_restore`.
///
/// # Errors
/// [`DeskError`] if the backup is incomplete, was altered, or does not open with this secret or
/// key; if the existing desk is not empty and `force` is not set; or if a process uses it. The
/// existing desk is left unchanged then.
pub async fn restore(what: Restore<'_>) -> Result<Copied, DeskError> {
    let Restore {
        database, files, ..
    } = what;
    private::mend(what.from);
    let folder = Folder::open(what.from, what.secret, what.plain)?;
    let manifest = verified(&folder)?;
    let claim = Claim::alone(database).await?;
    let _claim = claim.ok_or_else(|| {
        sentence("Guichet runs on this database: stop it first, or restore to another one".into())
    })?;
    if !what.force && !Restoring::is_empty(database).await? {
        return Err(sentence(
            "there is a desk in this database: say --force to replace it (it is kept beside)"
                .into(),
        ));
    }
    // Files first: they are only added, and nothing names them before the database does.
    private::make_folder(files).map_err(at(files))?;
    let store = LocalFileSystem::new_with_prefix(files)?;
    for file in &manifest.files {
        put_file(&store, &folder, file.what).await?;
    }
    let mut restoring = Restoring::begin(database, manifest.schema).await?;
    if let Err(error) = put_tables(&mut restoring, &folder, &manifest).await {
        restoring.give_up().await;
        return Err(error);
    }
    let key = what.key;
    restoring
        .finish_if(async |conn| Ring::open(conn, key).await.map(drop))
        .await?;
    Ok(manifest.copied())
}

async fn put_tables(
    restoring: &mut Restoring,
    folder: &Folder,
    manifest: &Manifest,
) -> Result<(), DeskError> {
    for table in &manifest.tables {
        let name = table_file(&table.what);
        let place = folder.named(&name);
        let mut lines = BufReader::new(folder.read(&name)?);
        let (mut rows, mut bytes, mut count) = (Vec::new(), 0, 0);
        while let Some(row) = row(&mut lines, &place)? {
            bytes += row.len();
            count += 1;
            rows.push(row);
            if rows.len() == ROWS || bytes > BYTES {
                restoring.put(&table.what, &rows).await?;
                rows.clear();
                bytes = 0;
            }
        }
        restoring.put(&table.what, &rows).await?;
        if count != table.size {
            return Err(sentence(format!(
                "{} has {count} rows, and not {} as the manifest says",
                place.display(),
                table.size
            )));
        }
    }
    Ok(())
}

/// The next row of a table; `None` at the end.
fn row(lines: &mut impl BufRead, place: &Path) -> Result<Option<String>, DeskError> {
    let mut row = String::new();
    let mut line = lines.take(ROW_MAX as u64);
    let read = line.read_line(&mut row).map_err(at(place))?;
    if read == ROW_MAX {
        return Err(sentence(format!(
            "{} has a row that is longer than any that Guichet writes",
            place.display()
        )));
    }
    if row.ends_with('\n') {
        row.pop();
    }
    Ok((read > 0).then_some(row))
}

async fn put_file(store: &LocalFileSystem, folder: &Folder, file: FileId) -> Result<(), DeskError> {
    let name = attached_file(file);
    let mut bytes = folder.read(&name)?;
    let mut upload = store.put_multipart(&path(file)).await?;
    loop {
        let mut part = Vec::new();
        let read = bytes.by_ref().take(PART as u64).read_to_end(&mut part);
        if let Err(error) = read {
            upload.abort().await?;
            return Err(at(&folder.named(&name))(error));
        }
        if part.is_empty() {
            break;
        }
        upload.put_part(PutPayload::from(part)).await?;
    }
    upload.complete().await?;
    Ok(())
}

/// The manifest of a backup, after checking that every part is present and unaltered.
fn verified(folder: &Folder) -> Result<Manifest, DeskError> {
    let name = Path::new(MANIFEST);
    let place = folder.named(name);
    let manifest: Manifest =
        serde_json::from_reader(BufReader::new(folder.read(name)?)).map_err(|e| {
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
    // Each is read once: a short manifest is not to have a long file read again and again.
    let mut names = BTreeSet::new();
    let tables = manifest.tables.iter().map(|table| table_file(&table.what));
    let files = manifest.files.iter().map(|file| attached_file(file.what));
    if let Some(twice) = tables.chain(files).find(|name| !names.insert(name.clone())) {
        return Err(sentence(format!(
            "{} names {} twice",
            place.display(),
            twice.display()
        )));
    }
    for table in &manifest.tables {
        // A name that leads elsewhere is not followed.
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !table.what.name.chars().all(plain) {
            return Err(sentence(format!("{:?} is no table", table.what.name)));
        }
        same(folder, &table_file(&table.what), &table.sha256)?;
    }
    for file in &manifest.files {
        same(folder, &attached_file(file.what), &file.sha256)?;
    }
    Ok(manifest)
}

fn same(folder: &Folder, name: &Path, sha256: &str) -> Result<(), DeskError> {
    let place = folder.named(name);
    let mut file = folder.read(name)?;
    let (mut hash, mut part) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let n = file.read(&mut part).map_err(at(&place))?;
        if n == 0 {
            break;
        }
        hash.update(part.get(..n).unwrap_or_default());
    }
    if hex::encode(hash.finalize()) == sha256 {
        Ok(())
    } else {
        Err(sentence(format!(
            "{} is not as it was written: the backup is damaged",
            place.display()
        )))
    }
}
