//! Reads one message as the program does, or fails as a process can: it is started by tests.

use std::io::{self, Read};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [] => guichet_mail::inbound::serve(),
        // Somebody kills it when it has read so many bytes.
        ["killed-after", bytes] => {
            let bytes = bytes.parse().unwrap_or_default();
            let mut start = Vec::new();
            let _ = io::stdin().lock().take(bytes).read_to_end(&mut start);
            kill()
        }
        // It has memory enough for nothing.
        ["without-memory"] => std::process::abort(),
        ["silent"] => loop {
            std::thread::park();
        },
        ["chatty"] => {
            print!("{}", "x".repeat(4 << 20));
            ExitCode::SUCCESS
        }
        // What was started has no surroundings.
        ["environment"] => ExitCode::from(u8::try_from(std::env::vars().count()).unwrap_or(255)),
        _ => ExitCode::FAILURE,
    }
}

fn kill() -> ExitCode {
    use rustix::process::{Signal, getpid, kill_process};
    let _ = kill_process(getpid(), Signal::KILL);
    ExitCode::FAILURE
}
