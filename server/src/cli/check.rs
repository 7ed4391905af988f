use crate::cli::{CliError, open};
use crate::kernel::bounds::Bounds;
use crate::kernel::config::Config;
use clap::Args;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::workflow::mermaid;
use std::process::ExitCode;

#[derive(Args, Debug)]
pub struct Check {
    /// Print the state machines as Mermaid diagrams instead
    #[arg(long)]
    workflow: bool,
}

impl Check {
    pub async fn run(self, config: Config) -> Result<ExitCode, CliError> {
        if self.workflow {
            for kind in Kind::ALL {
                println!("{}", mermaid(*kind));
            }
            return Ok(ExitCode::SUCCESS);
        }
        let bounds = Bounds::of(&config.limits).listed(&config.limits);
        println!("What is taken and answered at most:");
        for (what, bound) in bounds {
            println!("  {what}: {bound}");
        }
        let health = open(&config).await?.check().await?;
        println!(
            "{} events, {} tickets, {} files.",
            health.position, health.tickets, health.files
        );
        for fault in &health.faults {
            println!("The database: {fault}");
        }
        for difference in &health.differences {
            println!(
                "The table {} does not say what the log says:",
                difference.table
            );
            for line in &difference.expected {
                println!("  missing: {line}");
            }
            for line in &difference.found {
                println!("  too much: {line}");
            }
        }
        for file in &health.missing {
            println!("The file {file} is missing or not whole.");
        }
        for file in &health.orphans {
            println!("The file {file} belongs to nothing.");
        }
        if health.is_good() {
            println!(
                "All is well: the database is sound, every table says what the log says, and every file is there."
            );
            Ok(ExitCode::SUCCESS)
        } else {
            println!("Not all is well.");
            Ok(ExitCode::FAILURE)
        }
    }
}
