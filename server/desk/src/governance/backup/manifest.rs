//! The manifest of a backup: its tables and files.

use crate::kernel::error::DeskError;
use crate::kernel::files::path;
use guichet_domain::FileId;
use guichet_store::{StoreError, Table};
use serde::{Deserialize, Serialize};
use std::path::Path;

pub(super) const MANIFEST: &str = "manifest.json";

/// Format version; raised when older programs could not read the backup any more.
pub(super) const FORMAT: u32 = 1;

/// Table of contents of a backup.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub format: u32,
    /// Schema version of the tables.
    pub schema: i64,
    pub made_at: String,
    /// Position of the last event.
    pub position: i64,
    pub tables: Vec<Part<Table>>,
    pub files: Vec<Part<FileId>>,
    /// Files that the rows name and that could not be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<FileId>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Part<T> {
    pub what: T,
    /// Number of rows of a table, or bytes of a file.
    pub size: u64,
    pub sha256: String,
}

/// Summary of a backup made or restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// When the backup was made, as written in its manifest.
    pub made_at: String,
    /// Position of the last event it holds.
    pub position: i64,
    /// Total number of rows of its tables.
    pub rows: u64,
    /// Number of its files.
    pub files: usize,
    /// Files that the desk names and that it could not read: by their place in its folder.
    pub missing: Vec<String>,
}

impl Manifest {
    pub fn copied(&self) -> Copied {
        Copied {
            made_at: self.made_at.clone(),
            position: self.position,
            rows: self.tables.iter().map(|table| table.size).sum(),
            files: self.files.len(),
            missing: self
                .missing
                .iter()
                .map(|file| path(*file).to_string())
                .collect(),
        }
    }
}

/// An error whose text is joined into one line.
pub(super) fn sentence(mut text: String) -> DeskError {
    if text.contains('\n') {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        text = lines.join(" ");
    }
    DeskError::Store(StoreError::Setting(text))
}

pub(super) fn at(path: &Path) -> impl Fn(std::io::Error) -> DeskError {
    move |error| sentence(format!("{}: {error}", path.display()))
}
