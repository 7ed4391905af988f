//! The built client, under an address of its own for each version: what belongs together is never
//! mixed, and what a browser has it keeps.

use crate::kernel::site::Site;
use leptos::WasmSplitManifest;
use leptos::prelude::ArcStoredValue;
use sha2::{Digest, Sha256};

/// Characters of a version: as many as tell it apart.
pub const LETTERS: usize = 12;

/// The version of a client, by its contents.
pub fn version(site: &Site) -> String {
    let mut hash = Sha256::new();
    for path in site.loaded() {
        hash.update(site.read(&path).unwrap_or_default());
    }
    hex::encode(&hash.finalize()[..LETTERS / 2])
}

/// Which parts of the client a room is made of, so that its page can name them all at once.
pub fn parts(site: &Site, pkg: &str) -> Option<WasmSplitManifest> {
    let file = site.read("pkg/__wasm_split_manifest.json")?;
    let parts = serde_json::from_slice(&file).ok()?;
    let loader = "__wasm_split.______________________.js".to_owned();
    let parts = ArcStoredValue::new((format!("/{pkg}"), parts, loader));
    Some(WasmSplitManifest(parts))
}
