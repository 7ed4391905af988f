//! The built client, under an address of its own for each version: what belongs together is never
//! mixed, and what a browser has it keeps.

use leptos::WasmSplitManifest;
use leptos::prelude::ArcStoredValue;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;

/// Characters of a version: as many as tell it apart.
pub const LETTERS: usize = 12;

/// The version of the client that stands in a folder, by its contents.
pub fn version(site: &Path) -> String {
    let mut hash = Sha256::new();
    // A program without its client, as in tests, is a version too.
    let files = std::fs::read_dir(site.join("pkg")).into_iter().flatten();
    let files: BTreeSet<_> = files.flatten().map(|file| file.path()).collect();
    for file in files.iter().filter(|file| is_loaded(file)) {
        hash.update(std::fs::read(file).unwrap_or_default());
    }
    hex::encode(&hash.finalize()[..LETTERS / 2])
}

/// Whether a browser loads the file as it is; what is beside it are the same bytes, compressed.
fn is_loaded(file: &Path) -> bool {
    let ending = file.extension().and_then(OsStr::to_str);
    matches!(ending, Some("js" | "wasm" | "css"))
}

/// Which parts of the client a room is made of, so that its page can name them all at once.
pub fn parts(site: &Path, pkg: &str) -> Option<WasmSplitManifest> {
    let file = std::fs::read(site.join("pkg/__wasm_split_manifest.json")).ok()?;
    let parts = serde_json::from_slice(&file).ok()?;
    let loader = "__wasm_split.______________________.js".to_owned();
    let parts = ArcStoredValue::new((format!("/{pkg}"), parts, loader));
    Some(WasmSplitManifest(parts))
}
