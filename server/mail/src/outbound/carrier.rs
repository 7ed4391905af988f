//! Ways to deliver e-mails: an SMTP server, or a folder if none is configured.

use guichet_desk::Outgoing;
use guichet_domain::Timestamp;
use lettre::transport::smtp::Error;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::PathBuf;
use std::time::Duration;

/// Time after which a silent SMTP server is considered unreachable.
const PATIENCE: Duration = Duration::from_secs(30);
/// Characters kept of an error message.
const ERROR_MAX: usize = 500;

pub enum Carrier {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    /// Folder that gets a file in RFC 5322 format for each e-mail.
    Folder(PathBuf),
}

/// Why an e-mail was not sent.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct NotSent {
    /// Whether trying again would fail as well.
    pub for_good: bool,
    pub error: String,
}

impl Carrier {
    /// An SMTP server by its address: `smtps://USER:PASSWORD@HOST`, or `smtp://` with
    /// `?tls=required` for STARTTLS and without it for no encryption.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the address, without the password.
    pub fn smtp(url: &str) -> Result<Self, String> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| error.to_string())?;
        let transport = builder.timeout(Some(PATIENCE)).build();
        Ok(Self::Smtp(Box::new(transport)))
    }

    /// Whether `url` is the address of an SMTP server.
    pub fn is_smtp(url: &str) -> bool {
        AsyncSmtpTransport::<Tokio1Executor>::from_url(url).is_ok()
    }

    /// Delivers an e-mail. On success the other side has taken responsibility for it.
    ///
    /// # Errors
    /// [`NotSent`] says whether trying again makes sense.
    pub async fn carry(&self, message: Message, outgoing: &Outgoing) -> Result<(), NotSent> {
        match self {
            Self::Smtp(server) => match server.send(message).await {
                Ok(_) => Ok(()),
                Err(error) => Err(not_sent(&error)),
            },
            Self::Folder(folder) => {
                let name = file_name(outgoing.at, &outgoing.key);
                let outcome = keep(folder.clone(), name, message.formatted()).await;
                outcome.map_err(|error| NotSent {
                    for_good: false,
                    error: error.to_string(),
                })
            }
        }
    }
}

/// Name of the file of an e-mail.
pub(super) fn file_name(at: Timestamp, key: &str) -> String {
    format!("{}-{key}.eml", at.0)
}

/// When the e-mail in a file was posted, according to the name of the file.
pub(super) fn posted_at(name: &str) -> Option<Timestamp> {
    let (at, _) = name.strip_suffix(".eml")?.split_once('-')?;
    at.parse().ok().map(Timestamp)
}

/// Writes a file under a temporary name and renames it, so that nobody finds half an e-mail. The
/// same e-mail has the same file name.
async fn keep(folder: PathBuf, name: String, bytes: Vec<u8>) -> std::io::Result<()> {
    tokio::fs::create_dir_all(&folder).await?;
    let beside = folder.join(format!(".{name}.part"));
    tokio::fs::write(&beside, bytes).await?;
    tokio::fs::rename(beside, folder.join(name)).await
}

fn not_sent(error: &Error) -> NotSent {
    // A server that will not have us (RFC 4954) is set up wrongly, for now: the e-mail is not to
    // blame for it.
    let ours = error
        .status()
        .is_some_and(|code| matches!(code.to_string().as_str(), "530" | "534" | "535" | "538"));
    let mut words = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_words = cause.to_string();
        if !words.contains(&cause_words) {
            words = format!("{words}: {cause_words}");
        }
        source = cause.source();
    }
    NotSent {
        for_good: error.is_permanent() && !ours,
        error: words.chars().take(ERROR_MAX).collect(),
    }
}
