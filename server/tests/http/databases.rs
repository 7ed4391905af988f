//! A test on SQLite and on PostgreSQL, on a database that nothing else uses.

use crate::app::{App, spawn_app, spawn_on};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// Makes of each function two tests: `sqlite::name` and `postgres::name`. The function is given the
/// address of the database; none stands for a file of its own.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(None).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::databases::on_postgres(super::$name).await;
            })+
        }
    };
}
pub(crate) use on_both;

/// Runs `test` on a desk of each database.
pub async fn on_each(test: impl AsyncFn(App)) {
    test(spawn_app().await).await;
    let Some((server, name, url)) = fresh() else {
        return;
    };
    test(spawn_on(Some(url), |_| {}).await).await;
    psql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
}

/// A database that was just made: the server it is on, its name and its address. None where the
/// tests are to run without PostgreSQL.
fn fresh() -> Option<(String, String, String)> {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        let meant = std::env::var("GUICHET_TEST_SQLITE_ONLY").is_ok();
        assert!(meant, "run it under .ci/postgres");
        return None;
    };
    let n = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("guichet_http_{}_{n}", std::process::id());
    psql(
        &server,
        &format!("CREATE DATABASE {name} TEMPLATE template0"),
    );
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    Some((server, name, url))
}

pub async fn on_postgres<F>(test: impl FnOnce(Option<String>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let Some((server, name, url)) = fresh() else {
        return;
    };
    // A task of its own, so that the database goes also when the test fails.
    let outcome = tokio::spawn(test(Some(url))).await;
    psql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}

pub fn psql(server: &str, sql: &str) {
    let output = Command::new("psql")
        .args([server, "-qc", sql])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}
