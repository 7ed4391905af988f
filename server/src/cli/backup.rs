use crate::cli::{CliError, open};
use crate::kernel::config::Config;
use clap::Args;
use guichet_domain::governance::audit::AuditEvent;
use std::path::PathBuf;
use std::process::ExitCode;

/// Copies the desk into a new folder.
#[derive(Args, Debug)]
pub struct Backup {
    /// A folder that is not there yet
    to: PathBuf,
}

impl Backup {
    pub async fn run(self, config: Config) -> Result<ExitCode, CliError> {
        let desk = open(&config).await?;
        let secret = config.backup_secret()?;
        let copied = desk.backup(&self.to, secret.as_ref()).await?;
        let (rows, files) = (copied.rows, copied.files as u64);
        desk.record_operation(AuditEvent::BackupMade { rows, files })
            .await?;
        println!(
            "Copied the desk as it was at {} into {}: {} rows, {} files.",
            copied.made_at,
            self.to.display(),
            copied.rows,
            copied.files
        );
        for file in &copied.missing {
            println!("Missing: {file} is named by the desk and cannot be read.");
        }
        if secret.is_none() {
            println!(
                "It is not encrypted: whoever reads it reads everything, and can sign in as anybody \
                 whose password they guess. Set key_file or GUICHET_BACKUP_PASSPHRASE."
            );
        }
        Ok(if copied.missing.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(2)
        })
    }
}

/// Makes the desk from a backup.
#[derive(Args, Debug)]
pub struct Restore {
    /// A folder that `guichet backup` made
    from: PathBuf,
    /// Replace the desk that is there; it is kept beside
    #[arg(long)]
    force: bool,
    /// Take a backup that is not encrypted, although there is a key or a passphrase
    #[arg(long)]
    plain: bool,
}

impl Restore {
    pub async fn run(self, config: Config) -> Result<ExitCode, CliError> {
        let (secret, key) = (config.backup_secret()?, config.outside_key()?);
        let copied = guichet_desk::restore(guichet_desk::Restore {
            from: &self.from,
            database: &config.database,
            files: &config.files,
            force: self.force,
            secret: secret.as_ref(),
            plain: self.plain,
            key: key.as_ref(),
        })
        .await?;
        let (rows, files) = (copied.rows, copied.files as u64);
        let desk = open(&config).await?;
        desk.record_operation(AuditEvent::Restored { rows, files })
            .await?;
        println!(
            "The desk is as it was at {}: {} rows, {} files. Everybody signs in again.",
            copied.made_at, copied.rows, copied.files
        );
        Ok(ExitCode::SUCCESS)
    }
}
