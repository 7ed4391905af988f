//! Makes what a browser loads out of the compiled client: `guichet-bundle <profile>`.
//!
//! The folder `target/site` is made anew and takes the place of the old one at the end, so that a
//! program that serves it never has half of it.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod client;
mod compressed;
mod style;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Profile of the client of a release: made smaller and compressed.
const RELEASE: &str = "wasm-release";
const SITE: &str = "target/site";

fn main() -> Outcome {
    let profile = env::args().nth(1).ok_or("which profile?")?;
    let compiled = Path::new("target/front/wasm32-unknown-unknown").join(&profile);
    fs::create_dir_all(SITE)?;
    let folder = tempfile::tempdir_in("target")?;
    let (site, pkg) = (folder.path().join("site"), folder.path().join("site/pkg"));
    fs::create_dir_all(&pkg)?;

    let parts = client::split(&compiled.join("guichet_frontend.wasm"), &pkg)?;
    if profile == RELEASE {
        client::optimise(&parts)?;
    }
    fs::write(
        pkg.join("guichet.css"),
        style::bundle(Path::new("style/main.css"))?,
    )?;
    for folder in ["style/assets", "frontend/assets"] {
        for asset in fs::read_dir(folder)? {
            let asset = asset?;
            fs::copy(asset.path(), site.join(asset.file_name()))?;
        }
    }
    if profile == RELEASE {
        compressed::compress(&site)?;
    }

    fs::rename(SITE, folder.path().join("old"))?;
    fs::rename(&site, SITE).or_else(|error| {
        fs::rename(folder.path().join("old"), SITE)?;
        Err(error.into())
    })
}
