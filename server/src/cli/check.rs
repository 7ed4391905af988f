use super::{CliError, open};
use crate::config::Config;
use clap::Args;
use guichet_domain::workflow::{Kind, mermaid};
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
        let desk = open(&config).await?;
        let differences = desk.store().check().await?;
        if differences.is_empty() {
            println!("All is well: every table says what the log says.");
            return Ok(ExitCode::SUCCESS);
        }
        for difference in &differences {
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
        Ok(ExitCode::FAILURE)
    }
}
