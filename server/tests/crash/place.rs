//! A desk of the built program, and who works at it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub const PASSWORD: &str = "guichet-demo-2026";
/// Those who work at the same time.
pub const AGENTS: [&str; 4] = [
    "nadia.benali@exemple.fr",
    "thomas.leroy@exemple.fr",
    "sofia.martin@exemple.fr",
    "james.carter@exemple.fr",
];

pub struct Place {
    pub database: String,
    pub folder: tempfile::TempDir,
}

impl Place {
    pub fn guichet(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
        command
            .args(arguments)
            .args(["--database", &self.database, "--log", "error"])
            .args([
                "--files",
                &self.folder.path().join("files").display().to_string(),
            ])
            .current_dir(self.folder.path());
        command
    }

    /// Starts the program and says where it is.
    pub fn serve(&self) -> (Child, String) {
        // Four agents ask for more than people do.
        let mut command = self.guichet(&[
            "serve",
            "--address",
            "127.0.0.1:0",
            "--requests-per-account",
            "1000000",
            "--requests-per-address",
            "1000000",
        ]);
        let log = std::fs::File::options()
            .append(true)
            .create(true)
            .open(self.log())
            .unwrap();
        command.stderr(log);
        listening(command)
    }

    fn log(&self) -> std::path::PathBuf {
        self.folder.path().join("log")
    }

    pub fn is_well(&self) {
        // Killed it may be, but it does not panic.
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        assert!(!log.contains("panicked at"), "{log}");
        let output = self.guichet(&["check"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

pub fn listening(mut command: Command) -> (Child, String) {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let url = lines
        .find_map(|line| {
            Some(
                line.unwrap()
                    .split_once("Guichet is at ")?
                    .1
                    .split(' ')
                    .next()?
                    .to_owned(),
            )
        })
        .expect("the program starts");
    // Whatever it says later has somewhere to go.
    std::thread::spawn(move || lines.for_each(drop));
    (child, url)
}

pub fn place(database: impl FnOnce(&Path) -> String) -> Place {
    let folder = tempfile::tempdir().unwrap();
    Place {
        database: database(folder.path()),
        folder,
    }
}

/// A browser of an agent.
pub async fn agent(url: &str) -> reqwest::Client {
    signed_in(url, AGENTS[0]).await
}

/// Somebody's browser.
pub async fn signed_in(url: &str, email: &str) -> reqwest::Client {
    let client = reqwest::Client::builder()
        .cookie_store(true)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let form = [("email", email), ("password", PASSWORD)];
    let answer = client
        .post(format!("{url}/sign-in"))
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303);
    client
}

pub fn postgres() -> Option<String> {
    let server = std::env::var("TEST_DATABASE_URL").ok();
    assert!(
        server.is_some() || std::env::var("GUICHET_TEST_SQLITE_ONLY").is_ok(),
        "run it under .ci/postgres"
    );
    server
}

pub fn psql(server: &str, sql: &str) {
    let output = Command::new("psql")
        .args([server, "-qc", sql])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}
