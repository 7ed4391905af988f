use crate::cli::{CliError, open};
use crate::kernel::config::Config;
use clap::Args;
use guichet_desk::Desk;
use guichet_domain::governance::audit::AuditEvent;
use std::process::ExitCode;

/// Tickets of the demonstration desk that a first start loads.
pub const DEFAULT: usize = 400;

#[derive(Args, Debug)]
pub struct Demo {
    /// How many tickets to invent
    #[arg(long, default_value_t = DEFAULT)]
    tickets: usize,
    /// How many articles there are, at least those written for it
    #[arg(long, default_value_t = 0)]
    articles: usize,
}

impl Demo {
    pub async fn run(self, config: Config) -> Result<ExitCode, CliError> {
        let desk = open(&config).await?;
        load(&desk, self.tickets, self.articles).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Fills an empty desk, printing the progress, and then the accounts that can sign in.
pub async fn load(desk: &Desk, tickets: usize, articles: usize) -> Result<(), CliError> {
    println!("Inventing a desk with {tickets} tickets…");
    let demo = guichet_intake::demo::load_with(desk, tickets, articles, |done| {
        if done % 5000 == 0 && done > 0 {
            println!("  {done} tickets");
        }
    })
    .await?;
    let tickets = tickets as u64;
    desk.record_operation(AuditEvent::DemonstrationLoaded { tickets })
        .await?;
    println!(
        "This is the demonstration desk. Sign in with the password {:?} as",
        demo.password
    );
    for account in &demo.accounts {
        println!(
            "  {:<32} {}, {:?}",
            account.email, account.name, account.role
        );
    }
    Ok(())
}
