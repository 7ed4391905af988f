use clap::Parser;
use guichet_server::cli::Cli;
use rustix::fs::Mode;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Whatever is made from here on is its owner's alone.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    run()
}

#[tokio::main]
async fn run() -> ExitCode {
    match Cli::parse().run().await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("guichet: {error}");
            ExitCode::FAILURE
        }
    }
}
