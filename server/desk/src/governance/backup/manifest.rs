//! What a backup consists of.

use crate::kernel::error::DeskError;
use guichet_domain::FileId;
use guichet_store::{StoreError, Table};
use serde::{Deserialize, Serialize};
use std::path::Path;

pub(super) const MANIFEST: &str = "manifest.json";

/// Raised when a backup can no longer be read by programs that know the one before.
pub(super) const FORMAT: u32 = 1;

/// What a backup consists of.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub format: u32,
    /// Of the tables.
    pub schema: i64,
    pub made_at: String,
    /// Of the last event.
    pub position: i64,
    pub tables: Vec<Part<Table>>,
    pub files: Vec<Part<FileId>>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Part<T> {
    pub what: T,
    /// Rows of a table, bytes of a file.
    pub size: u64,
    pub sha256: String,
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
    pub fn copied(&self) -> Copied {
        Copied {
            made_at: self.made_at.clone(),
            position: self.position,
            rows: self.tables.iter().map(|table| table.size).sum(),
            files: self.files.len(),
        }
    }
}

/// One line, whatever the libraries say on several.
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
