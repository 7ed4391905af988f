//! An answer comes after what it answers for is on the disk.

use crate::common::database::server;
use crate::common::world::START;
use crate::common::*;
use guichet_domain::tickets::event::Event;
use guichet_store::{Store, Tx};
use std::path::Path;
use std::process::Command;

on_both!(the_settings_are_those_of_durability);

async fn the_settings_are_those_of_durability(db: Database) {
    let store = db.open().await;
    let settings = store
        .write(|txn| {
            Box::pin(async move {
                let mut settings: Vec<String> = Vec::new();
                match txn.settled().await? {
                    Tx::Sqlite(tx) => {
                        let sql = "SELECT synchronous || ' ' || journal_mode FROM pragma_synchronous, pragma_journal_mode";
                        settings.push(sqlx::query_scalar(sql).fetch_one(&mut **tx).await?);
                    }
                    Tx::Postgres(tx) => {
                        for name in ["fsync", "synchronous_commit", "full_page_writes", "transaction_isolation"] {
                            let sql = "SELECT current_setting($1)";
                            settings.push(sqlx::query_scalar(sql).bind(name).fetch_one(&mut **tx).await?);
                        }
                    }
                }
                Ok(settings)
            })
        })
        .await
        .unwrap();
    if db.is_postgres() {
        assert_eq!(settings, ["on", "on", "on", "read committed"]);
    } else {
        assert_eq!(settings, ["2 wal"]);
    }
}

mod sqlite_order {
    use super::*;

    /// Between a command and its answer, the log's file is written, then flushed; nothing is
    /// written to it after that flush.
    #[test]
    fn the_flush_comes_before_the_answer() {
        let folder = tempfile::tempdir().unwrap();
        let trace = folder.path().join("trace");
        let mut strace = Command::new("strace");
        strace
            .args([
                "-f",
                "-y",
                "-e",
                "trace=write,pwrite64,fsync,fdatasync",
                "-o",
            ])
            .arg(&trace);
        strace.arg(std::env::current_exe().unwrap());
        run_helper(
            strace,
            &format!("sqlite:{}", folder.path().join("desk.db").display()),
        );
        let trace = std::fs::read_to_string(&trace).unwrap();
        assert_eq!(commands_flushed_in_time(&trace), Ok(3), "{trace}");
    }

    /// The reading of the trace can tell right from wrong.
    #[test]
    fn a_late_flush_would_be_seen() {
        let asked = "7 write(2</x>, \"ASKED\\n\", 6) = 6\n";
        let answered = "7 write(2</x>, \"ANSWERED\\n\", 9) = 9\n";
        let wal = "8 pwrite64(9</tmp/desk.db-wal>, \"..\"..., 4096, 32) = 4096\n";
        let flush = "8 fdatasync(9</tmp/desk.db-wal>) = 0\n";
        let begun = "8 fdatasync(9</tmp/desk.db-wal> <unfinished ...>\n";
        let ended = "8 <... fdatasync resumed>) = 0\n";
        let of = |parts: &[&str]| commands_flushed_in_time(&parts.concat());
        assert_eq!(of(&[asked, wal, flush, answered]), Ok(1));
        assert_eq!(of(&[asked, wal, begun, ended, answered]), Ok(1));
        assert!(of(&[asked, wal, answered, flush]).is_err());
        assert!(of(&[asked, wal, begun, answered, ended]).is_err());
        assert!(of(&[asked, wal, flush, wal, answered]).is_err());
        assert!(of(&[asked, answered]).is_err());
    }
}

/// How many commands were answered, each after its flush; or the line where one was not.
fn commands_flushed_in_time(trace: &str) -> Result<usize, String> {
    let (mut answered, mut written, mut flushed) = (0, false, false);
    let mut flushing: Option<&str> = None;
    for line in trace.lines() {
        let thread = line.split_whitespace().next().unwrap_or_default();
        let flush = line.contains("fsync(") || line.contains("fdatasync(");
        if line.contains("\"ASKED") {
            (written, flushed) = (false, false);
        } else if line.contains("-wal>") && line.contains("pwrite64(") {
            (written, flushed) = (true, false);
        } else if flush && line.contains("-wal>") && line.contains("unfinished") {
            flushing = Some(thread);
        } else if flush && line.contains("-wal>") && line.ends_with("= 0") {
            flushed = written;
        } else if flushing == Some(thread) && line.contains("sync resumed") && line.ends_with("= 0")
        {
            (flushed, flushing) = (written, None);
        } else if line.contains("\"ANSWERED") {
            if !flushed {
                return Err(line.into());
            }
            answered += 1;
        }
    }
    Ok(answered)
}

/// Has this program do what [`helper`] does on that database, and gives back what it said.
fn run_helper(mut program: Command, url: &str) -> String {
    program.args([
        "--exact",
        "durability::helper",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ]);
    program.env("GUICHET_TEST_HELPER_URL", url);
    let output = program
        .output()
        .unwrap_or_else(|error| panic!("{:?} cannot be run: {error}", program.get_program()));
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{said}");
    said
}

/// Not a test: what the tests here run as another process. Says when a command is given to the
/// store and when it has been answered, or why the store cannot be opened.
#[tokio::test]
#[ignore = "run by the tests of durability"]
async fn helper() {
    let url = std::env::var("GUICHET_TEST_HELPER_URL").expect("run by the tests of durability");
    let url = if url == "of the environment" {
        std::env::var("TEST_DATABASE_URL").unwrap()
    } else {
        url
    };
    let store = match Store::open(&url).await {
        Ok(store) => store,
        Err(error) => return eprintln!("NOT OPENED: {error}"),
    };
    for n in 0..3 {
        eprintln!("ASKED");
        recorded(&store, &format!("Billet {n}")).await;
        eprintln!("ANSWERED");
    }
}

mod postgres_order {
    use super::*;
    use crate::common::database::on_postgres;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_flush_comes_before_the_answer() {
        on_postgres(super::flushed_when_answered).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_database_without_synchronous_commit_is_refused() {
        on_postgres(super::refused_without_synchronous_commit).await;
    }

    /// `fsync` is the whole server's: this one is started for the purpose.
    #[test]
    fn a_server_without_fsync_is_refused() {
        if server().is_none() {
            return;
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.ci/postgres");
        for setting in ["fsync", "full_page_writes"] {
            let mut program = Command::new(&script);
            program.arg("run").arg(std::env::current_exe().unwrap());
            program
                .env_remove("TEST_DATABASE_URL")
                .env("POSTGRES_OPTIONS", format!("-c {setting}=off"));
            let said = run_helper(program, "of the environment");
            assert!(
                said.contains("NOT OPENED") && said.contains(&format!("{setting}=off")),
                "{said}"
            );
        }
    }
}

/// The server has flushed its log beyond all that the command wrote, as soon as it is answered.
async fn flushed_when_answered(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Durable").await.id;
    let mut raw = db.raw().await;
    for _ in 0..20 {
        let written: String = store
            .write(move |txn| {
                Box::pin(async move {
                    filling::tell(
                        txn,
                        Some(ticket),
                        &Notified::event(Event::MarkedRead, START),
                    )
                    .await?;
                    let Tx::Postgres(tx) = txn.settled().await? else {
                        unreachable!()
                    };
                    let sql = "SELECT pg_current_wal_insert_lsn()::text";
                    Ok(sqlx::query_scalar(sql).fetch_one(&mut **tx).await?)
                })
            })
            .await
            .unwrap();
        let sql = format!("SELECT (pg_current_wal_flush_lsn() > '{written}'::pg_lsn)::text");
        assert_eq!(raw.texts(&sql).await, ["true"]);
    }
}

async fn refused_without_synchronous_commit(db: Database) {
    let sql = format!("ALTER DATABASE {} SET synchronous_commit = off", db.name());
    db.raw().await.run(&sql).await;
    let sentence = Store::open(&db.url).await.err().unwrap().to_string();
    assert!(sentence.contains("synchronous_commit=off"), "{sentence}");
}
