//! What serves a site keeps it where the next cannot be made.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::process::{Command, Output};

fn bundle(folder: &tempfile::TempDir, profile: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_guichet-bundle"))
        .current_dir(folder)
        .args(profile)
        .output()
        .unwrap()
}

#[test]
fn a_site_stays_where_the_next_cannot_be_made() {
    let folder = tempfile::tempdir().unwrap();
    let (site, compiled) = (
        folder.path().join("target/site"),
        folder
            .path()
            .join("target/front/wasm32-unknown-unknown/web"),
    );
    fs::create_dir_all(&site).unwrap();
    fs::write(site.join("served"), "").unwrap();
    fs::create_dir_all(&compiled).unwrap();
    let failed = |arguments: &[&str], why: &str| {
        let done = bundle(&folder, arguments);
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(!done.status.success() && said.contains(why), "{said}");
        let left: Vec<_> = fs::read_dir(folder.path().join("target"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert!(site.join("served").exists() && left.len() == 2, "{left:?}");
    };
    failed(&[], "which profile");
    failed(&["web"], "guichet_frontend.wasm");
    // Cut off while it was written.
    fs::write(
        compiled.join("guichet_frontend.wasm"),
        b"\0asm\x01\0\0\0\x01",
    )
    .unwrap();
    failed(&["web"], "");
}
