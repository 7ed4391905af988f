//! The built client, under an address of its own for each version, so that versions never mix and
//! browsers can cache files for ever.

use crate::kernel::site::Site;
use leptos::WasmSplitManifest;
use leptos::prelude::ArcStoredValue;
use sha2::{Digest, Sha256};

/// Characters of a version, enough to tell versions apart.
pub const LETTERS: usize = 12;

/// Version of a client, computed from its contents.
pub fn version(site: &Site) -> String {
    let mut hash = Sha256::new();
    for path in site.loaded() {
        hash.update(site.read(&path).unwrap_or_default());
    }
    hex::encode(&hash.finalize()[..LETTERS / 2])
}

/// Parts of the client by room, so that a page can name all parts it needs at once.
pub fn parts(site: &Site, pkg: &str) -> Option<WasmSplitManifest> {
    let file = site.read("pkg/__wasm_split_manifest.json")?;
    let parts = serde_json::from_slice(&file).ok()?;
    let loader = "__wasm_split.______________________.js".to_owned();
    let parts = ArcStoredValue::new((format!("/{pkg}"), parts, loader));
    Some(WasmSplitManifest(parts))
}

#[cfg(all(test, feature = "client"))]
mod tests {
    use super::*;

    #[test]
    fn a_release_has_inside_what_the_folder_holds() {
        let folder = Site::Folder("../target/site".into());
        let loaded = folder.loaded();
        assert!(loaded.contains("pkg/guichet.wasm") && Site::Inside.loaded() == loaded);
        for path in loaded
            .iter()
            .map(String::as_str)
            .chain(["favicon.svg", "offline.js"])
        {
            assert!(Site::Inside.read(path) == folder.read(path), "{path}");
        }
        assert_eq!(version(&Site::Inside), version(&folder));
        assert_eq!(Site::of(None), Site::Inside);
    }
}
