use super::{CliError, open};
use crate::config::Config;
use clap::Args;
use guichet_domain::audit::Deed;
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
        let copied = desk.backup(&self.to).await?;
        let (rows, files) = (copied.rows, copied.files as u64);
        desk.record_operation(Deed::BackupMade { rows, files })
            .await?;
        println!(
            "Copied the desk as it was at {} into {}: {} rows, {} files.",
            copied.made_at,
            self.to.display(),
            copied.rows,
            copied.files
        );
        Ok(ExitCode::SUCCESS)
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
}

impl Restore {
    pub async fn run(self, config: Config) -> Result<ExitCode, CliError> {
        let (database, files) = (&config.database, &config.files);
        let copied = guichet_desk::restore(&self.from, database, files, self.force).await?;
        let (rows, files) = (copied.rows, copied.files as u64);
        let desk = open(&config).await?;
        desk.record_operation(Deed::Restored { rows, files })
            .await?;
        println!(
            "The desk is as it was at {}: {} rows, {} files. Everybody signs in again.",
            copied.made_at, copied.rows, copied.files
        );
        Ok(ExitCode::SUCCESS)
    }
}
