//! A database that nothing else uses, and that is gone after the test.

use super::raw::Raw;
use guichet_store::Store;
use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

const MISSING: &str = "TEST_DATABASE_URL names no PostgreSQL to test with: run the tests under \
     `.ci/postgres run`, or set GUICHET_TEST_SQLITE_ONLY=1 to test SQLite alone";

/// The address of a database for one test.
#[derive(Clone, Debug)]
pub struct Database {
    pub url: String,
}

impl Database {
    /// Opens it, as a process of its own would.
    pub async fn open(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }

    /// A connection beside the store.
    pub async fn raw(&self) -> Raw {
        Raw::connect(&self.url).await
    }

    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// Its name within the server.
    pub fn name(&self) -> &str {
        self.url.rsplit('/').next().unwrap()
    }
}

pub async fn on_sqlite<T, F>(test: T)
where
    T: FnOnce(Database) -> F,
    F: Future<Output = ()>,
{
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("desk.db").display());
    test(Database { url }).await;
}

pub async fn on_postgres<T, F>(test: T)
where
    T: FnOnce(Database) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let Some(server) = server() else { return };
    let name = unused_name();
    let mut admin = Raw::connect(&server).await;
    admin
        .run(&format!("CREATE DATABASE {name} TEMPLATE template0"))
        .await;
    let (address, _) = server.rsplit_once('/').unwrap();
    // A task of its own, so that the database goes also when the test fails.
    let outcome = tokio::spawn(test(Database {
        url: format!("{address}/{name}"),
    }))
    .await;
    admin
        .run(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .await;
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}

/// The PostgreSQL to test with; nothing where somebody said that there is none on purpose.
pub fn server() -> Option<String> {
    if let Ok(url) = std::env::var("TEST_DATABASE_URL")
        && !url.is_empty()
    {
        return Some(url);
    }
    assert!(
        std::env::var("GUICHET_TEST_SQLITE_ONLY").is_ok_and(|only| only == "1"),
        "{MISSING}"
    );
    None
}

fn unused_name() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let nanos = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_nanos();
    let n = MADE.fetch_add(1, Ordering::Relaxed);
    format!("guichet_test_{}_{nanos}_{n}", std::process::id())
}
