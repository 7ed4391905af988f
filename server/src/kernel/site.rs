//! Place of the built client: a folder, or the program itself.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Place of the built client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// Inside the program, so that a release is one file.
    Inside,
    Folder(PathBuf),
}

#[cfg(feature = "client")]
#[derive(rust_embed::Embed)]
#[folder = "../target/site"]
struct Client;

/// Stands in for the client in a program built without it.
#[cfg(not(feature = "client"))]
struct Client;

#[cfg(not(feature = "client"))]
impl Client {
    fn get(_: &str) -> Option<File> {
        None
    }

    fn iter() -> impl Iterator<Item = Cow<'static, str>> {
        std::iter::empty()
    }
}

#[cfg(not(feature = "client"))]
struct File {
    data: Cow<'static, [u8]>,
}

impl Site {
    /// The folder `named`, if any; otherwise the program's own client, or `target/site` for a
    /// program built without one.
    pub fn of(named: Option<PathBuf>) -> Self {
        match named {
            Some(folder) => Self::Folder(folder),
            None if cfg!(feature = "client") => Self::Inside,
            None => Self::Folder("target/site".into()),
        }
    }

    /// Content of a file, by its path from the root of the site.
    pub fn read(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::Inside => Client::get(path).map(|file| file.data),
            Self::Folder(folder) => std::fs::read(folder.join(path)).ok().map(Cow::Owned),
        }
    }

    /// Paths of the files that browsers load, in order.
    pub fn loaded(&self) -> BTreeSet<String> {
        let paths: Vec<String> = match self {
            Self::Inside => Client::iter().map(Cow::into_owned).collect(),
            Self::Folder(folder) => {
                // A program without its client, as in tests, is a version too.
                let files = std::fs::read_dir(folder.join("pkg")).into_iter().flatten();
                let names = files
                    .flatten()
                    .filter_map(|file| file.file_name().into_string().ok());
                names.map(|name| format!("pkg/{name}")).collect()
            }
        };
        let is_loaded = |path: &String| path.starts_with("pkg/") && media_type(path).is_some();
        paths.into_iter().filter(is_loaded).collect()
    }
}

/// Media type of a file that browsers load, by its ending. Other files are the same bytes
/// compressed.
pub fn media_type(path: &str) -> Option<&'static str> {
    let (_, ending) = path.rsplit_once('.')?;
    match ending {
        "css" => Some("text/css"),
        "js" => Some("text/javascript"),
        "svg" => Some("image/svg+xml"),
        "wasm" => Some("application/wasm"),
        _ => None,
    }
}
