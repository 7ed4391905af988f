//! Reads messages in a process of their own, so that a message can neither cost more than that
//! process may have nor end anything else.
//!
//! The program starts itself with a command of its own. The process has no environment and opens no
//! file and no connection. Its standard input is one line of JSON with the settings for reading,
//! then the bytes of the message. Its answer is one line of JSON with the result, then the bytes of
//! the files.

use super::read::{Known, Read, read_bytes};
use crate::address::Addresses;
use guichet_desk::InboundFile;
use rustix::process::{Resource, Rlimit, Signal, setrlimit};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read as _, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Bytes of memory for reading one message (`RLIMIT_DATA`).
const MEMORY: u64 = 256 << 20;
/// Seconds of processor time for reading one message (`RLIMIT_CPU`).
const SECONDS: u64 = 5;
/// Wall-clock time for reading one message.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of an answer without files: twice a text as long as a ticket takes, and names.
const ANSWER_MAX: u64 = 2 << 20;
/// Messages read at the same time.
const AT_ONCE: usize = 2;

/// Signals that a process causes itself: reading the same message again would cause them again.
const ITS_OWN: [Signal; 5] = [
    Signal::ILL,
    // No memory, or no stack.
    Signal::ABORT,
    Signal::BUS,
    Signal::SEGV,
    Signal::XCPU,
];

/// Why a message was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The reading process cannot be run at all; this is not the message's fault.
    #[error("the reader of messages cannot be started: {0}")]
    Cannot(#[source] io::Error),
    /// Reading takes more memory or time than it may.
    #[error("reading it costs too much")]
    Costly,
    /// The process was ended from outside, or took too long.
    #[error("reading it was interrupted: {0}")]
    Interrupted(String),
}

/// Reads messages, each in a process of its own.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Program and arguments of the reading process; `None` reads in this process.
    program: Option<(PathBuf, Vec<String>)>,
    patience: Duration,
    /// Mail server whose statements about senders are trusted (`authserv-id`, RFC 8601).
    server: Option<String>,
    turns: Arc<Semaphore>,
}

impl Reader {
    /// A reader that starts this program with `command`, which must call [`serve`].
    pub fn of_this_program(command: &str) -> Self {
        // The file may have been replaced by a newer one meanwhile; this is the one that runs.
        let running = Path::new("/proc/self/exe");
        let program = if running.exists() {
            running.to_owned()
        } else {
            // Where it is not known, starting it says so.
            std::env::current_exe().unwrap_or_else(|_| PathBuf::from("guichet"))
        };
        Self::of(program, &[command])
    }

    /// A reader that starts `program`, which must call [`serve`] when given these arguments.
    pub fn of(program: PathBuf, arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(ToString::to_string).collect();
        Self {
            program: Some((program, arguments)),
            ..Self::here()
        }
    }

    /// A reader in this process, without limits; for tests.
    pub fn here() -> Self {
        Self {
            program: None,
            patience: PATIENCE,
            server: None,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Trusts the statements of the mail server of that name about senders.
    #[must_use]
    pub fn believing(self, server: Option<String>) -> Self {
        Self { server, ..self }
    }

    /// Sets the wall-clock time for reading one message.
    #[must_use]
    pub fn patient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Reads a message; the result is without the bytes of the message.
    ///
    /// # Errors
    /// [`ReadError`] says why the message was not read.
    pub async fn read(&self, message: Arc<[u8]>, ours: &Addresses) -> Result<Read, ReadError> {
        let Some((program, arguments)) = &self.program else {
            let (ours, server) = (ours.clone(), self.server.clone());
            let known = move || {
                let known = Known {
                    ours: &ours,
                    server: server.as_deref(),
                };
                read_bytes(&message, known)
            };
            let read = tokio::task::spawn_blocking(known).await;
            return read.map_err(|error| ReadError::Interrupted(error.to_string()));
        };
        // Never closed.
        let _turn = self.turns.acquire().await;
        let asked = Asked {
            mailbox: ours.mailbox(),
            server: self.server.clone(),
            bytes: message.len(),
        };
        let mut child = Command::new(program)
            .args(arguments)
            .env_clear()
            // In a release: what the allocator has given back does not count as used (`RLIMIT_DATA`).
            .env(
                "_RJEM_MALLOC_CONF",
                "retain:false,narenas:1,dirty_decay_ms:0,muzzy_decay_ms:0",
            )
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(ReadError::Cannot)?;
        match timeout(self.patience, talk(&mut child, &asked, &message)).await {
            Ok((answer, ended)) => judged(answer, ended),
            // Dropping it kills it.
            Err(_) => Err(ReadError::Interrupted("it took too long".into())),
        }
    }
}

fn judged(answer: io::Result<Read>, ended: io::Result<ExitStatus>) -> Result<Read, ReadError> {
    let ended = ended.map_err(|error| ReadError::Interrupted(error.to_string()))?;
    match (answer, ended.signal().and_then(Signal::from_named_raw)) {
        (Ok(read), _) if ended.success() => Ok(read),
        (_, Some(signal)) if ITS_OWN.contains(&signal) => Err(ReadError::Costly),
        (Err(error), _) if ended.success() => Err(ReadError::Interrupted(error.to_string())),
        _ => Err(ReadError::Interrupted(ended.to_string())),
    }
}

/// Line of JSON that the process receives before the message.
#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    mailbox: String,
    server: Option<String>,
    bytes: usize,
}

/// Line of JSON that the process answers before the files.
#[derive(Debug, Serialize, Deserialize)]
struct Answered {
    read: Read,
    /// Size in bytes of each file.
    files: Vec<u64>,
}

async fn talk(
    child: &mut Child,
    asked: &Asked,
    message: &[u8],
) -> (io::Result<Read>, io::Result<ExitStatus>) {
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let told = async {
        if let Some(mut input) = input {
            let mut line = serde_json::to_vec(asked)?;
            line.push(b'\n');
            input.write_all(&line).await?;
            input.write_all(message).await?;
        }
        io::Result::Ok(())
    };
    let heard = async {
        let output = output.ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))?;
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        (&mut output)
            .take(ANSWER_MAX)
            .read_until(b'\n', &mut line)
            .await?;
        let answered: Answered = serde_json::from_slice(&line)?;
        let Answered { mut read, files } = answered;
        let all = files
            .iter()
            .try_fold(0_u64, |all, size| all.checked_add(*size));
        let most = message.len() as u64 * 2 + 4_096;
        if files.len() != read.inbound.files.len() || all.is_none_or(|all| all > most) {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        for (file, size) in read.inbound.files.iter_mut().zip(files) {
            file.bytes = Vec::new();
            (&mut output)
                .take(size)
                .read_to_end(&mut file.bytes)
                .await?;
            if file.bytes.len() as u64 != size {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
            }
        }
        Ok(read)
    };
    // One that has read enough, or is no more, takes no more: what it answers says which.
    let (_, answer) = tokio::join!(told, heard);
    (answer, child.wait().await)
}

/// Main function of a process started for one message: limits itself, then reads.
pub fn serve() -> ExitCode {
    let done = limit()
        .map_err(io::Error::from)
        .and_then(|()| answer(&mut io::stdin().lock(), &mut io::stdout().lock()));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Limits memory and time of this process, and forbids files, connections and processes.
fn limit() -> rustix::io::Result<()> {
    let most = |maximum| Rlimit {
        current: Some(maximum),
        maximum: Some(maximum),
    };
    setrlimit(Resource::Core, most(0))?;
    setrlimit(Resource::Fsize, most(0))?;
    setrlimit(Resource::Nofile, most(3))?;
    setrlimit(Resource::Nproc, most(0))?;
    setrlimit(Resource::Data, most(MEMORY))?;
    // The first ends it with a signal that says why.
    let time = Rlimit {
        current: Some(SECONDS),
        maximum: Some(SECONDS + 1),
    };
    setrlimit(Resource::Cpu, time)
}

/// Reads the message that `input` holds, and writes the answer to `output`.
///
/// # Errors
/// `input` or `output` ends early or fails.
pub fn answer(input: &mut impl BufRead, output: &mut impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    input.take(64 * 1024).read_until(b'\n', &mut line)?;
    let asked: Asked = serde_json::from_slice(&line)?;
    let mut message = Vec::with_capacity(asked.bytes);
    input.take(asked.bytes as u64).read_to_end(&mut message)?;
    if message.len() != asked.bytes {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    // Whether a signature is right is not for this process to say: it has no key.
    let ours = Addresses::new([0; 32], &asked.mailbox);
    let ours = ours.ok_or(io::ErrorKind::InvalidInput)?;
    let known = Known {
        ours: &ours,
        server: asked.server.as_deref(),
    };
    let mut read = read_bytes(&message, known);
    drop(message);
    let files: Vec<InboundFile> = std::mem::take(&mut read.inbound.files);
    read.inbound.files = files
        .iter()
        .map(|file| InboundFile {
            name: file.name.clone(),
            bytes: Vec::new(),
        })
        .collect();
    let sizes = files.iter().map(|file| file.bytes.len() as u64).collect();
    let answered = Answered { read, files: sizes };
    serde_json::to_writer(&mut *output, &answered)?;
    output.write_all(b"\n")?;
    for file in files {
        output.write_all(&file.bytes)?;
    }
    output.flush()
}
