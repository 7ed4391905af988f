use crate::cli::{CliError, open};
use crate::kernel::config::Config;
use clap::{Args, Subcommand};
use guichet_domain::governance::audit::AuditEvent;
use guichet_intake::articles;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args, Debug)]
pub struct Articles {
    #[command(subcommand)]
    way: Way,
}

#[derive(Debug, Subcommand)]
enum Way {
    /// Take in a folder of Markdown files, NAME.fr.md and NAME.en.md
    ///
    /// What stands so already is not written again. What somebody works on, or archived, is left as
    /// it is.
    Import { folder: PathBuf },
    /// Write all articles into a folder, as import reads them
    Export { folder: PathBuf },
}

impl Articles {
    pub async fn run(self, config: Config) -> Result<ExitCode, CliError> {
        let desk = open(&config).await?;
        match self.way {
            Way::Export { folder } => {
                let articles = articles::export(&desk, &folder).await?;
                println!("{articles} articles were written to {}.", folder.display());
                Ok(ExitCode::SUCCESS)
            }
            Way::Import { folder } => {
                let shown = folder.display();
                if !folder.is_dir() {
                    return Err(format!("{shown}: there is no such folder").into());
                }
                let report = articles::import(&desk, &folder).await?;
                desk.record_operation(AuditEvent::ArticlesImported {
                    articles: (report.new + report.changed) as u64,
                    unread: report.wrong.len() as u64,
                })
                .await?;
                for wrong in &report.wrong {
                    println!("{wrong}");
                }
                for name in &report.left {
                    println!("{name}: left as it is, since somebody works on it or archived it");
                }
                println!(
                    "{} articles are new, {} changed, {} stood so already, {} could not be taken in.",
                    report.new,
                    report.changed,
                    report.same,
                    report.wrong.len()
                );
                Ok(if report.wrong.is_empty() {
                    ExitCode::SUCCESS
                } else {
                    ExitCode::from(2)
                })
            }
        }
    }
}
