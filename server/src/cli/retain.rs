use crate::cli::{CliError, open};
use crate::governance::retention::retain;
use crate::kernel::config::Config;
use clap::Args;
use guichet_domain::kernel::reference::Reference;
use std::process::ExitCode;

/// Maximum number of references printed.
const SHOWN: usize = 20;

/// Takes away what the rules keep no longer.
#[derive(Args, Debug)]
pub struct Retain {
    /// Only say what would go
    #[arg(long)]
    dry_run: bool,
}

impl Retain {
    pub async fn run(self, config: Config) -> Result<ExitCode, CliError> {
        let desk = open(&config).await?;
        let done = retain(&desk, &config, self.dry_run).await?;
        let keep = &config.keep;
        let rules = [
            (
                keep.retention_closed_days,
                "Closed tickets emptied",
                done.emptied.len() as u64,
                references(&done.emptied),
            ),
            (
                keep.retention_closed_days,
                "Feedback emptied",
                done.feedback,
                String::new(),
            ),
            (
                keep.retention_files_days,
                "Other closed tickets without their files",
                done.stripped.len() as u64,
                references(&done.stripped),
            ),
            (
                keep.retention_sessions_days,
                "Sessions, links and waits",
                done.sign_ins,
                String::new(),
            ),
            (
                keep.retention_mail_days,
                "Outbound e-mails",
                done.emails,
                String::new(),
            ),
            (
                keep.retention_inbound_days,
                "Inbound messages",
                done.received,
                String::new(),
            ),
            (
                keep.retention_clients_days,
                "Addresses of the network in the audit log",
                done.clients,
                String::new(),
            ),
        ];
        for (days, what, count, more) in rules {
            match days {
                0 => println!("{what}: kept for ever."),
                days => println!("{what}, older than {days} days: {count}{more}."),
            }
        }
        println!("Files of tickets: {}.", done.files);
        println!(
            "Files that belong to nothing, older than a day: {}.",
            done.orphans
        );
        if self.dry_run {
            println!("Nothing was changed.");
        } else {
            desk.scrub().await?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The first [`SHOWN`] references, in brackets.
fn references(all: &[Reference]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = all.iter().take(SHOWN).map(Reference::to_string).collect();
    let more = if all.len() > SHOWN { ", …" } else { "" };
    format!(" ({}{more})", shown.join(", "))
}
