//! An empty desk on SQLite, at a time that stands still.

pub mod log;

use guichet_desk::{Clock, Desk, Options, RandomIds};
use guichet_domain::Timestamp;
use std::sync::Arc;

/// Friday 20 November 2026, 16:00 in Paris.
pub struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp(1_795_186_800_000_000)
    }
}

/// A desk and the folder it lives in.
pub struct House {
    pub desk: Desk,
    _folder: tempfile::TempDir,
}

pub async fn desk() -> House {
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options {
        database: format!("sqlite:{}", folder.path().join("desk.db").display()),
        files: folder.path().join("files"),
        zone: "Europe/Paris".into(),
        clock: Arc::new(Still),
        ids: Arc::new(RandomIds),
        light_hashing: true,
        hashes: 2,
    };
    House {
        desk: Desk::open(options).await.expect("a desk"),
        _folder: folder,
    }
}
