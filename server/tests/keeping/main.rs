//! What is kept, and from whom: modes of files, the key that seals secrets, backups.
#![allow(clippy::unwrap_used)]

mod backups;
mod keys;
mod modes;

use guichet_desk::{Caller, Desk, DeskError, Options, OutsideKey, RandomIds, SystemClock};
use guichet_domain::PersonId;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::actor::Role;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

pub const PASSWORD: &str = "quatre pommes vertes au marché";
pub const CLAIRE: Caller = Caller {
    person: PersonId(1),
};

/// A place for one desk.
pub struct Place {
    pub folder: PathBuf,
    pub database: String,
    is_postgres: bool,
}

impl Place {
    pub fn on_sqlite(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            database: format!("sqlite:{}", folder.join("g.db").display()),
            is_postgres: false,
        }
    }

    pub fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    pub async fn open(&self, key: Option<&OutsideKey>) -> Result<Desk, DeskError> {
        let options = Options {
            database: self.database.clone(),
            files: self.files(),
            zone: "Europe/Paris".into(),
            clock: Arc::new(SystemClock),
            ids: Arc::new(RandomIds),
            light_hashing: true,
            hashes: 1,
        };
        Desk::open_with_key(options, key).await
    }

    /// What a start says that does not succeed.
    pub async fn refusal(&self, key: Option<&OutsideKey>) -> String {
        match self.open(key).await {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    /// Somebody who is setting up a second factor: something is sealed from then on.
    pub async fn fill(&self, key: Option<&OutsideKey>) {
        let desk = self.open(key).await.unwrap();
        let claire = Person {
            id: CLAIRE.person,
            name: "Claire Dubois".into(),
            email: Some("claire@exemple.fr".into()),
            role: Role::Administrator,
            active: true,
            ..Person::default()
        };
        desk.set_up(Entry::Person(claire)).await.unwrap();
        desk.set_password(CLAIRE.person, PASSWORD).await.unwrap();
        let token = guichet_desk::Token::parse(&"0".repeat(64)).unwrap();
        desk.offer_factor(CLAIRE, &token, PASSWORD).await.unwrap();
        desk.secret("mail_key").await.unwrap();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.is_postgres {
            let (server, name) = self.database.rsplit_once('/').unwrap();
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            psql(&format!("{server}/postgres"), &drop);
        }
    }
}

/// A place on each database; on SQLite alone where somebody said that this is meant.
pub fn on_both(folder: &Path, name: &str) -> Vec<Place> {
    let mut places = vec![Place::on_sqlite(&folder.join("sqlite"))];
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        let meant = std::env::var("GUICHET_TEST_SQLITE_ONLY").is_ok();
        assert!(meant, "run it under .ci/postgres");
        return places;
    };
    let name = format!("keeping_{name}_{}", std::process::id());
    psql(&server, &format!("CREATE DATABASE {name}"));
    places.push(Place {
        folder: folder.join("postgres"),
        database: format!("{}/{name}", server.rsplit_once('/').unwrap().0),
        is_postgres: true,
    });
    places
}

fn psql(server: &str, sql: &str) {
    let output = Command::new("psql")
        .args([server, "-qc", sql])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// The program, as somebody starts it who is careless about modes.
pub fn guichet(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new("sh")
        .args(["-c", "umask 000; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_guichet"))
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

pub fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn check_prints_every_bound() {
    use guichet_server::kernel::bounds::Bounds;
    use guichet_server::kernel::limits::Limits;
    let folder = tempfile::tempdir().unwrap();
    let text = said(&guichet(
        folder.path(),
        &["check", "--form-kib", "128"],
        &[],
    ));
    let limits = Limits {
        form_kib: 128,
        ..Limits::default()
    };
    let bounds = Bounds::of(&limits).listed(&limits);
    assert!(bounds.len() > 8);
    for (what, bound) in bounds {
        assert!(
            text.contains(&format!("  {what}: {bound}\n")),
            "{what}: {text}"
        );
    }
    assert!(text.contains("body without a session: 64 KiB"), "{text}");
    assert!(text.contains("body of a form or call: 128 KiB"), "{text}");
}
