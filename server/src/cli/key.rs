use crate::cli::{CliError, open};
use crate::kernel::config::Config;
use clap::{Args, Subcommand};
use guichet_desk::{OutsideKey, forget_key, rotate_key};
use guichet_domain::governance::audit::AuditEvent;
use guichet_store::{Claim, Store};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The key that seals secrets: second factors, and what signs reply addresses.
#[derive(Args, Debug)]
pub struct Key {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write a new key into a file that is not there yet
    New { file: PathBuf },
    /// Seal every secret by another key; Guichet must be stopped
    Rotate {
        /// File of the new key; it is made where it is not there. Without one, the new key is kept in
        /// the database
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        /// Also draw what signs reply addresses: answers to messages sent before are not proven then
        #[arg(long)]
        reply_addresses: bool,
    },
    /// Give up a key that is lost: every second factor goes, and every session ends
    Forget {
        /// It cannot be undone
        #[arg(long, required = true)]
        yes: bool,
    },
}

impl Key {
    pub async fn run(self, config: Config) -> Result<ExitCode, CliError> {
        match self.what {
            What::New { file } => {
                make(&file)?;
                println!(
                    "{} holds a new key. Keep a copy elsewhere: without it nobody reads what it seals.",
                    file.display()
                );
            }
            What::Rotate {
                to,
                reply_addresses,
            } => rotate(config, to, reply_addresses).await?,
            What::Forget { .. } => {
                let claim = alone(&config).await?;
                let store = Store::open(&config.database).await?;
                forget_key(&store).await?;
                drop((store, claim));
                let desk = open(&config).await?;
                desk.record_operation(AuditEvent::KeyForgotten).await?;
                println!("Second factors are gone, sessions have ended, and new keys are drawn.");
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn make(file: &Path) -> Result<OutsideKey, CliError> {
    let key = OutsideKey::draw();
    key.write(file)
        .map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(key)
}

async fn alone(config: &Config) -> Result<Claim, CliError> {
    let claim = Claim::alone(&config.database).await?;
    Ok(claim.ok_or("Guichet runs on this database: stop it first")?)
}

async fn rotate(
    mut config: Config,
    to: Option<PathBuf>,
    reply_addresses: bool,
) -> Result<(), CliError> {
    let from = config.outside_key()?;
    if from.is_some() && to.is_none() {
        return Err(
            "the key is kept outside of the database: name the file of the new one by --to".into(),
        );
    }
    let claim = alone(&config).await?;
    // The key is on the disk before anything is sealed by it.
    let key = match &to {
        None => None,
        Some(file) if file.exists() => Some(OutsideKey::read(file)?),
        Some(file) => Some(make(file)?),
    };
    if key.is_some() && key == from {
        return Err("the new key is the one that seals already".into());
    }
    let store = Store::open(&config.database).await?;
    let secrets = rotate_key(&store, from.as_ref(), key.as_ref(), reply_addresses).await?;
    drop((store, claim));
    config.key = None;
    config.key_file = to;
    let desk = open(&config).await?;
    desk.record_operation(AuditEvent::KeyRotated { secrets })
        .await?;
    match &config.key_file {
        Some(file) => println!(
            "{secrets} secrets are sealed by the key in {file}. Set key_file to it before the next start.",
            file = file.display()
        ),
        None => println!("{secrets} secrets are sealed by a new key in the database."),
    }
    Ok(())
}
