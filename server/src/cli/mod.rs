//! The command line.

mod articles;
mod backup;
mod check;
mod demo;
mod import;
mod import_people;
mod key;
mod report;
mod retain;
mod role;
mod serve;
mod user;

use crate::kernel::config::Config;
use crate::kernel::config::given::Given;
use clap::{Parser, Subcommand};
use guichet_desk::{Clock, Desk, Options, RandomIds, SystemClock};
#[cfg(debug_assertions)]
use guichet_domain::Timestamp;
use guichet_store::kernel::private;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// An error as one sentence for the person who typed the command.
pub type CliError = Box<dyn Error + Send + Sync>;

/// Guichet, an IT service desk: people report what is broken and ask for what they need, agents put
/// it right, managers approve.
///
/// Without a command it serves. Settings come from the command line, then from the environment
/// (GUICHET_ADDRESS, GUICHET_DATABASE, …), then from guichet.toml in the current folder.
#[derive(Debug, Parser)]
#[command(name = "guichet", version)]
pub struct Cli {
    #[command(flatten)]
    given: Given,
    /// Read settings from this file instead of guichet.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the desk over HTTP until Ctrl-C or SIGTERM
    Serve(serve::Serve),
    /// Fill an empty database with an invented desk
    Demo(demo::Demo),
    /// Take in articles of the knowledge base from files, or write them to files
    Articles(articles::Articles),
    /// Take in the tickets of another program
    Import(import::Import),
    /// Add people, set passwords and roles
    User(user::User),
    /// Copy the desk into a new folder, while it runs
    Backup(backup::Backup),
    /// Make the desk from a backup
    Restore(backup::Restore),
    /// Make, change or give up the key that seals secrets
    Key(key::Key),
    /// Take away what the rules of retention keep no longer, or count it
    Retain(retain::Retain),
    /// Print figures: what came in, what went out, what is open
    Report(report::Report),
    /// Say whether all is well, or print the workflows
    Check(check::Check),
    /// Read one message from standard input: the program calls itself so
    #[command(hide = true)]
    ReadMessage,
}

impl Cli {
    /// Whether this process only reads one message; it then takes no settings.
    pub fn reads_a_message(&self) -> bool {
        matches!(self.command, Some(Command::ReadMessage))
    }

    /// Runs the command.
    ///
    /// # Errors
    /// One sentence that says what is wrong.
    pub async fn run(self) -> Result<ExitCode, CliError> {
        let config = Config::read(&self.given, self.config)?;
        match self
            .command
            .unwrap_or(Command::Serve(serve::Serve::default()))
        {
            Command::Serve(command) => command.run(config).await,
            Command::Demo(command) => command.run(config).await,
            Command::Articles(command) => command.run(config).await,
            Command::Import(command) => command.run(config).await,
            Command::User(command) => command.run(config).await,
            Command::Backup(command) => command.run(config).await,
            Command::Restore(command) => command.run(config).await,
            Command::Key(command) => command.run(config).await,
            Command::Retain(command) => command.run(config).await,
            Command::Report(command) => command.run(config).await,
            Command::Check(command) => command.run(config).await,
            // Done before there is a runtime.
            Command::ReadMessage => Ok(ExitCode::FAILURE),
        }
    }
}

/// The system's clock.
#[cfg(not(debug_assertions))]
fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// The system's clock, unless a test has set another time: the file that `GUICHET_TEST_CLOCK` names
/// then holds it, in microseconds since 1970. No released program looks there.
#[cfg(debug_assertions)]
fn clock() -> Arc<dyn Clock> {
    struct SetClock(std::path::PathBuf);
    impl Clock for SetClock {
        fn now(&self) -> Timestamp {
            let set = std::fs::read_to_string(&self.0).ok();
            let set = set.and_then(|set| set.trim().parse().ok());
            set.map_or_else(|| SystemClock.now(), Timestamp)
        }
    }
    match std::env::var_os("GUICHET_TEST_CLOCK") {
        Some(file) => Arc::new(SetClock(file.into())),
        None => Arc::new(SystemClock),
    }
}

/// Opens the desk of the settings. Files it keeps are readable by their owner only from then on.
pub(crate) async fn open(config: &Config) -> Result<Desk, CliError> {
    let key = config.outside_key()?;
    private::mend(&config.files);
    private::mend(&config.outbox);
    let options = Options {
        database: config.database.clone(),
        files: config.files.clone(),
        zone: config.zone.clone(),
        clock: clock(),
        ids: Arc::new(RandomIds),
        light_hashing: false,
        hashes: config.limits.hashes as usize,
    };
    Ok(Desk::open_with_key(options, key.as_ref()).await?)
}
