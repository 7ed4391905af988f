//! By whom e-mails go: an SMTP server, or a folder where none is configured.

use guichet_desk::Outgoing;
use guichet_domain::Timestamp;
use lettre::transport::smtp::Error;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::PathBuf;
use std::time::Duration;

/// An SMTP server that says nothing for so long is not there.
const PATIENCE: Duration = Duration::from_secs(30);
/// Characters of an error that are kept.
const ERROR_MAX: usize = 500;

pub enum Carrier {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    /// A file for each e-mail, in the form of RFC 5322.
    Folder(PathBuf),
}

/// Why an e-mail did not go.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct NotSent {
    /// It will not go later either.
    pub for_good: bool,
    pub error: String,
}

impl Carrier {
    /// An SMTP server by its address: `smtps://USER:PASSWORD@HOST`, or `smtp://` with
    /// `?tls=required` for STARTTLS, or without for none.
    ///
    /// # Errors
    /// What is wrong with the address; never with the password in it.
    pub fn smtp(url: &str) -> Result<Self, String> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| error.to_string())?;
        let transport = builder.timeout(Some(PATIENCE)).build();
        Ok(Self::Smtp(Box::new(transport)))
    }

    /// Whether that is the address of an SMTP server.
    pub fn is_smtp(url: &str) -> bool {
        AsyncSmtpTransport::<Tokio1Executor>::from_url(url).is_ok()
    }

    /// Gives an e-mail into other hands; once this answers it is theirs.
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

/// What the file of an e-mail is called.
pub(super) fn file_name(at: Timestamp, key: &str) -> String {
    format!("{}-{key}.eml", at.0)
}

/// When the e-mail was posted that a file is called after.
pub(super) fn posted_at(name: &str) -> Option<Timestamp> {
    let (at, _) = name.strip_suffix(".eml")?.split_once('-')?;
    at.parse().ok().map(Timestamp)
}

/// Written beside and renamed: nobody finds half an e-mail. The same e-mail again is the same file.
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
