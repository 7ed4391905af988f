use clap::Parser;
use guichet_server::cli::Cli;
use rustix::fs::Mode;
use std::process::ExitCode;

#[cfg(feature = "client")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    // Whatever is made from here on is its owner's alone.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let cli = Cli::parse();
    if cli.reads_a_message() {
        return guichet_mail::inbound::serve();
    }
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Into::into)
        .and_then(|runtime| runtime.block_on(cli.run()));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("guichet: {error}");
            ExitCode::FAILURE
        }
    }
}
