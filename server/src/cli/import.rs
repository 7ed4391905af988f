use crate::cli::{CliError, open};
use crate::kernel::config::Config;
use clap::{Args, Subcommand};
use guichet_domain::governance::audit::AuditEvent;
use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args, Debug)]
pub struct Import {
    #[command(subcommand)]
    from: From,
}

#[derive(Debug, Subcommand)]
enum From {
    /// The audit log of ServiceNow incidents: a CSV file with a row per update
    ///
    /// Its times carry no zone: --zone says which one they are in.
    Servicenow { file: PathBuf },
}

impl Import {
    pub async fn run(self, config: Config) -> Result<ExitCode, CliError> {
        let From::Servicenow { file } = self.from;
        let csv = File::open(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let desk = open(&config).await?;
        let report = guichet_intake::servicenow::import(&desk, csv, &config.zone).await?;
        desk.record_operation(AuditEvent::TicketsImported {
            events: report.events as u64,
            unread: report.errors.len() as u64,
        })
        .await?;
        for error in &report.errors {
            println!("{error}");
        }
        println!(
            "{} rows of {} incidents: {} changes are new, {} rows could not be read.",
            report.rows,
            report.incidents,
            report.events,
            report.errors.len()
        );
        Ok(if report.errors.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(2)
        })
    }
}
