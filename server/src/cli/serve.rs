use crate::cli::{CliError, demo, open};
use crate::kernel::config::Config;
use clap::Args;
use std::process::ExitCode;

#[derive(Args, Debug, Default)]
pub struct Serve {
    /// On an empty database, load the demonstration desk first
    #[arg(long)]
    demo: bool,
}

impl Serve {
    pub async fn run(self, config: Config) -> Result<ExitCode, CliError> {
        crate::serve::start_logging(&config.log);
        let listeners = crate::serve::listen(&config).await?;
        let address = listeners.desk.local_addr()?;
        let base = config
            .public_url
            .clone()
            .unwrap_or_else(|| format!("http://{address}"));
        let desk = open(&config).await?;
        if self.demo && desk.is_empty().await? {
            demo::load(&desk, demo::DEFAULT, 0).await?;
        }
        if desk.is_empty().await? {
            println!(
                "Nobody can sign in yet. Set up the desk here, once:\n  {base}/setup/{}",
                desk.offer_setup()
            );
        }
        println!("Guichet is at {base} (stop it with Ctrl-C)");
        crate::serve::serve(listeners, desk, config).await?;
        Ok(ExitCode::SUCCESS)
    }
}
