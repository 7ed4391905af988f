use clap::Parser;
use guichet_server::cli::Cli;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("guichet: {error}");
            ExitCode::FAILURE
        }
    }
}
