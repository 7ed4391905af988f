//! Files that a text may name.

use std::collections::BTreeMap;

/// Files by their names: pictures are shown where a text names them, links lead to what they name.
/// Tickets have none: what a text there names is on another server, and nothing is loaded from there.
#[derive(Clone, Debug, Default)]
pub(crate) struct NamedFiles(BTreeMap<String, NamedFile>);

#[derive(Clone, Debug)]
pub(super) struct NamedFile {
    /// Its address on this server; in HTML it needs no escape.
    pub address: String,
    pub is_picture: bool,
}

impl NamedFiles {
    /// Adds a file; its name and address need no escape in HTML.
    pub fn add(&mut self, name: String, address: String, is_picture: bool) {
        let file = NamedFile {
            address,
            is_picture,
        };
        self.0.insert(name, file);
    }

    pub(super) fn get(&self, destination: &str) -> Option<&NamedFile> {
        self.0.get(destination)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them as bytes: a text that names other files is rendered anew.
    pub(super) fn bytes(&self) -> impl Iterator<Item = &[u8]> {
        let files = self.0.iter();
        files.flat_map(|(name, file)| [name.as_bytes(), b"\n", file.address.as_bytes(), b"\n"])
    }
}
