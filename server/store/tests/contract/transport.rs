//! What a PostgreSQL server gets to read before it has proven who it is.

use crate::common::Raw;
use guichet_store::{Claim, Restoring, Store};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const PASSWORD: &str = "motdepasse-secret";

/// A server that speaks no TLS, and asks for the password in clear (PostgreSQL, "Message Formats":
/// SSLRequest, AuthenticationCleartextPassword). What it is sent is kept.
async fn listens() -> (u16, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let kept = Arc::clone(&kept);
            tokio::spawn(async move {
                let mut asked_for_password = false;
                let mut part = [0; 1024];
                while let Ok(n) = stream.read(&mut part).await
                    && n > 0
                {
                    kept.lock().unwrap().extend_from_slice(&part[..n]);
                    let is_request = part[..n] == [0, 0, 0, 8, 4, 210, 22, 47];
                    if is_request {
                        stream.write_all(b"N").await.unwrap();
                    } else if !asked_for_password {
                        asked_for_password = true;
                        let ask = [b'R', 0, 0, 0, 8, 0, 0, 0, 3];
                        stream.write_all(&ask).await.unwrap();
                    } else {
                        return;
                    }
                }
            });
        }
    });
    (port, heard)
}

/// Every door to a database, tried; none leads anywhere.
async fn try_all(url: &str) {
    assert!(Store::open(url).await.is_err());
    assert!(Claim::shared(url).await.is_err());
    assert!(Claim::alone(url).await.is_err());
    assert!(Restoring::is_empty(url).await.is_err());
    assert!(Restoring::begin(url, 1).await.is_err());
}

#[tokio::test]
async fn a_server_that_proves_nothing_hears_nothing() {
    for (mode, hears) in [("verify-full", false), ("require", false), ("prefer", true)] {
        let (port, heard) = listens().await;
        let url = format!("postgres://u:{PASSWORD}@127.0.0.1:{port}/guichet?sslmode={mode}");
        try_all(&url).await;
        let heard = heard.lock().unwrap();
        let heard = String::from_utf8_lossy(&heard);
        assert_eq!(heard.contains(PASSWORD), hears, "{mode}: {heard:?}");
        assert_eq!(heard.contains("guichet"), hears, "{mode}: {heard:?}");
    }
}

/// Runs the test below beside a PostgreSQL of its own that speaks TLS.
#[test]
fn a_server_proves_itself_by_its_certificate() {
    if crate::common::database::server().is_none() {
        return;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.ci/postgres");
    let tried = std::process::Command::new(script)
        .arg("run")
        .arg(std::env::current_exe().unwrap())
        .args([
            "--ignored",
            "--exact",
            "transport::with_a_certificate",
            "--nocapture",
        ])
        .env_remove("TEST_DATABASE_URL")
        .env("POSTGRES_TLS", "1")
        .output()
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&tried.stdout),
        String::from_utf8_lossy(&tried.stderr)
    );
    assert!(tried.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "wants a server with a certificate: a_server_proves_itself_by_its_certificate runs it"]
async fn with_a_certificate() {
    let variable = |name: &str| std::env::var(name).unwrap();
    let url = variable("TEST_DATABASE_URL");
    let (root, other) = (
        variable("TEST_DATABASE_ROOT"),
        variable("TEST_DATABASE_OTHER_ROOT"),
    );
    let named = url.replace("127.0.0.1", "localhost");
    let safe = format!("{named}?sslmode=verify-full&sslrootcert={root}");
    for refused in [
        format!("{named}?sslmode=verify-full"),
        format!("{named}?sslmode=verify-full&sslrootcert={other}"),
        format!("{named}?sslmode=verify-ca&sslrootcert={other}"),
        // The certificate is another host's.
        format!("{url}?sslmode=verify-full&sslrootcert={root}"),
    ] {
        let Err(error) = Store::open(&refused).await else {
            panic!("{refused} was let in");
        };
        assert!(error.to_string().contains("certificate"), "{error}");
        try_all(&refused).await;
    }
    let store = Store::open(&safe).await.unwrap();
    let mut raw = Raw::connect(&named).await;
    // The pool's connections, and the one that listens.
    let of_ours =
        "FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'guichet'";
    let mut listens = 0;
    while listens == 0 {
        let asked = format!("SELECT count(*) {of_ours} AND query LIKE 'LISTEN%'");
        listens = raw.number(&asked).await;
    }
    let open = format!("SELECT count(*) {of_ours} AND NOT ssl");
    assert_eq!(raw.number(&open).await, 0);
    assert!(
        raw.number(&format!("SELECT count(*) {of_ours} AND ssl"))
            .await
            > 1
    );
    drop(store);
}
