//! Files and folders private to their owner: modes 0600 and 0700, whatever the umask. Wider modes
//! are corrected, with a warning in the log.

use std::fs::{DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::Result;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Permission bits of group and others.
const OTHERS: u32 = 0o077;

/// Creates a folder and its parents if they do not exist, mode 0700.
///
/// # Errors
/// The error of the file system if it cannot be created.
pub fn make_folder(path: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Opens a file for reading and writing; creates it with mode 0600 if it does not exist.
///
/// # Errors
/// The error of the file system if it cannot be opened or created.
pub fn open_file(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).mode(0o600);
    options.open(path)
}

/// Creates a file that must not exist yet, mode 0600, for writing.
///
/// # Errors
/// The error of the file system if it exists or cannot be created.
pub fn new_file(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options.open(path)
}

/// Endings of the files that belong to a SQLite database, the database file first. Files SQLite
/// creates get the mode of that file.
const BESIDE: [&str; 6] = ["", "-wal", "-shm", "-journal", ".lock", ".before-restore"];

/// Creates the database file if there is none, before SQLite creates it with a wider mode, and
/// corrects the modes of existing files.
pub(crate) fn database(path: &Path) -> std::result::Result<(), crate::kernel::error::StoreError> {
    let name = path.to_string_lossy();
    if name.is_empty() || name.starts_with(':') || name.starts_with("file:") {
        return Ok(());
    }
    if !path.exists() {
        open_file(path).map_err(|error| {
            crate::kernel::error::StoreError::Setting(format!(
                "{} cannot be made: {error}",
                path.display()
            ))
        })?;
    }
    for ending in BESIDE {
        let mut file = path.as_os_str().to_owned();
        file.push(ending);
        mend(&PathBuf::from(file));
    }
    Ok(())
}

/// Removes all permissions of group and others from `path` and, if it is a folder, from everything
/// in it. Symbolic links inside are not followed. Does nothing if `path` does not exist.
pub fn mend(path: &Path) {
    let Ok(found) = path.metadata() else {
        return;
    };
    let mut done = Mended::default();
    done.take(path, &found);
    if let Some(first) = &done.first {
        tracing::warn!(
            path = %first.display(),
            count = done.count,
            "others could read this: it is for its owner alone now"
        );
    }
    if let Some((path, error)) = &done.failed {
        tracing::warn!(
            path = %path.display(),
            %error,
            "others can read this, and its mode cannot be changed: change it to 0600, a folder to 0700"
        );
    }
}

#[derive(Default)]
struct Mended {
    count: u64,
    first: Option<PathBuf>,
    failed: Option<(PathBuf, std::io::Error)>,
}

impl Mended {
    fn take(&mut self, path: &Path, found: &Metadata) {
        let mode = found.permissions().mode();
        if mode & OTHERS != 0 {
            match std::fs::set_permissions(path, Permissions::from_mode(mode & 0o7777 & !OTHERS)) {
                Ok(()) => {
                    self.count += 1;
                    self.first.get_or_insert_with(|| path.to_owned());
                }
                Err(error) => {
                    self.failed.get_or_insert_with(|| (path.to_owned(), error));
                }
            }
        }
        if !found.is_dir() {
            return;
        }
        let entries = match std::fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => {
                self.failed.get_or_insert_with(|| (path.to_owned(), error));
                return;
            }
        };
        for entry in entries.flatten() {
            // Of the entry itself, not of what a link leads to.
            if let Ok(found) = entry.metadata()
                && !found.is_symlink()
            {
                self.take(&entry.path(), &found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn mode(path: &Path) -> u32 {
        path.symlink_metadata().unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_others_could_read_is_mended_and_no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("files/ab")).unwrap();
        std::fs::write(at("files/ab/one"), "1").unwrap();
        std::fs::write(at("elsewhere"), "2").unwrap();
        std::os::unix::fs::symlink(at("elsewhere"), at("files/link")).unwrap();
        for (path, wide) in [
            (at("files"), 0o755),
            (at("files/ab"), 0o777),
            (at("files/ab/one"), 0o644),
            (at("elsewhere"), 0o644),
        ] {
            std::fs::set_permissions(path, Permissions::from_mode(wide)).unwrap();
        }
        mend(&at("files"));
        assert_eq!(mode(&at("files")), 0o700);
        assert_eq!(mode(&at("files/ab")), 0o700);
        assert_eq!(mode(&at("files/ab/one")), 0o600);
        assert_eq!(mode(&at("elsewhere")), 0o644, "it belongs to somebody else");
        mend(&at("nothing"));
    }

    #[test]
    fn what_is_made_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b");
        make_folder(&path).unwrap();
        let file = path.join("c");
        new_file(&file).unwrap();
        assert!(new_file(&file).is_err(), "it is there");
        open_file(&file).unwrap();
        assert_eq!((mode(&path), mode(&file)), (0o700, 0o600));
    }
}
