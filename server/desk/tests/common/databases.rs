//! Each test on SQLite and on PostgreSQL, on databases that nothing else uses.

use futures::FutureExt;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex};

const MISSING: &str = "TEST_DATABASE_URL names no PostgreSQL to test with: run the tests under \
     `.ci/postgres run`, or set GUICHET_TEST_SQLITE_ONLY=1 to test SQLite alone";

/// Where the desks of one test stand.
#[derive(Clone, Default)]
pub struct Databases {
    /// The PostgreSQL that has them; files have them otherwise.
    server: Option<String>,
    made: Arc<Mutex<Vec<String>>>,
}

impl Databases {
    /// The address of a fresh one, in this folder where it is a file.
    pub async fn fresh(&self, folder: &Path) -> String {
        let Some(server) = &self.server else {
            return format!("sqlite:{}", folder.join("guichet.db").display());
        };
        let name = format!("guichet_mail_{}", uuid::Uuid::new_v4().simple());
        run(server, format!("CREATE DATABASE {name} TEMPLATE template0")).await;
        let (address, _) = server.rsplit_once('/').unwrap();
        let url = format!("{address}/{name}");
        self.made.lock().unwrap().push(name);
        url
    }
}

async fn run(server: &str, sql: String) {
    let mut admin = PgConnection::connect(server).await.unwrap();
    admin
        .execute(sqlx::raw_sql(AssertSqlSafe(sql)))
        .await
        .unwrap();
}

pub async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Databases) -> F) {
    test(Databases::default()).await;
}

pub async fn on_postgres<F: Future<Output = ()>>(test: impl FnOnce(Databases) -> F) {
    let Some(server) = std::env::var("TEST_DATABASE_URL")
        .ok()
        .filter(|url| !url.is_empty())
    else {
        let none = std::env::var("GUICHET_TEST_SQLITE_ONLY").is_ok_and(|only| only == "1");
        assert!(none, "{MISSING}");
        return;
    };
    let databases = Databases {
        server: Some(server.clone()),
        ..Databases::default()
    };
    let outcome = AssertUnwindSafe(test(databases.clone()))
        .catch_unwind()
        .await;
    // They go also when the test fails.
    let made = std::mem::take(&mut *databases.made.lock().unwrap());
    for name in made {
        run(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
    if let Err(failure) = outcome {
        resume_unwind(failure);
    }
}

/// Makes of each function two tests, `sqlite::name` and `postgres::name`.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::databases::on_sqlite(super::$name).await;
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
