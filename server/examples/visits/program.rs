//! The program that is measured, as it is built for use.

use crate::Outcome;
use crate::visitor::Visitor;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = "target/release/guichet";
/// Nobody is held up while they measure.
const NO_LIMIT: &str = "1000000000";

/// Invents a desk.
pub fn fill(database: &str, folder: &Path, tickets: usize) -> Outcome<()> {
    let filled = Command::new(PROGRAM)
        .args([
            "demo",
            "--tickets",
            &tickets.to_string(),
            "--database",
            database,
            "--files",
        ])
        .arg(folder.join("files"))
        .stdout(Stdio::null())
        .status()?;
    match filled.success() {
        true => Ok(()),
        false => Err("the desk could not be filled".into()),
    }
}

pub struct Program {
    child: Child,
    url: String,
    /// From the start to the first answer.
    pub started: Duration,
}

impl Program {
    pub async fn start(database: &str, folder: &Path) -> Outcome<Self> {
        let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = match std::thread::available_parallelism()?.get() {
            1 => Command::new(PROGRAM),
            _ => {
                let mut pinned = Command::new("taskset");
                pinned.args(["--cpu-list", "0", PROGRAM]);
                pinned
            }
        };
        let begun = Instant::now();
        let child = command
            .args([
                "serve",
                "--database",
                database,
                "--address",
                &free.to_string(),
                "--log",
                "warn",
                "--metrics",
                "off",
            ])
            .args([
                "--requests-per-address",
                NO_LIMIT,
                "--requests-per-account",
                NO_LIMIT,
            ])
            .arg("--files")
            .arg(folder.join("files"))
            .stdout(Stdio::null())
            .spawn()?;
        let url = format!("http://{free}");
        while reqwest::get(format!("{url}/healthz")).await.is_err() {
            if begun.elapsed() > Duration::from_secs(60) {
                return Err("the program does not answer".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(Self {
            child,
            url,
            started: begun.elapsed(),
        })
    }

    pub async fn visitor(&self, email: &str) -> Outcome<Visitor> {
        Visitor::sign_in(&self.url, email).await
    }

    /// Resident memory, in megabytes.
    pub fn resident(&self) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib: u64 = line
            .and_then(|line| line.split_whitespace().next())
            .ok_or("no VmRSS")?
            .parse()?;
        Ok(kib * 1024 / 1_000_000)
    }

    /// Ends it as a system does.
    pub async fn stop(mut self) -> Outcome<()> {
        Command::new("kill")
            .arg(self.child.id().to_string())
            .status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Where a measurement failed nothing is left running; after `stop` there is nobody to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
