//! The same test on SQLite and on a real PostgreSQL.

use crate::app::{App, spawn_app, spawn_on};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

static DRAWN: AtomicU32 = AtomicU32::new(0);

/// Runs `test` on a desk of each database.
pub async fn on_both(test: impl AsyncFn(App)) {
    test(spawn_app().await).await;
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        let meant = std::env::var("GUICHET_TEST_SQLITE_ONLY").is_ok();
        assert!(meant, "run it under .ci/postgres");
        return;
    };
    let n = DRAWN.fetch_add(1, Ordering::Relaxed);
    let name = format!("http_{}_{n}", std::process::id());
    psql(&server, &format!("CREATE DATABASE {name}"));
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    test(spawn_on(Some(url), |_| {}).await).await;
    psql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
}

pub fn psql(server: &str, sql: &str) {
    let output = Command::new("psql")
        .args([server, "-qc", sql])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}
