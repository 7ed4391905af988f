//! Ways to deliver e-mails: an SMTP server, or a folder if none is configured.

use crate::oauth::Tokens;
use guichet_desk::Outgoing;
use guichet_domain::Timestamp;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use percent_encoding::percent_decode_str;
use std::path::PathBuf;
use std::time::Duration;
use tokio::sync::Mutex;
use url::Url;

/// Time after which a silent SMTP server is considered unreachable.
const PATIENCE: Duration = Duration::from_secs(30);
/// Characters kept of an error message.
const ERROR_MAX: usize = 500;

pub enum Carrier {
    Smtp(Box<Transport>),
    /// An SMTP server that wants an access token (OAuth 2.0).
    SmtpWithTokens(Box<WithTokens>),
    /// Folder that gets a file in RFC 5322 format for each e-mail.
    Folder(PathBuf),
}

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// An SMTP server, and the tokens that it takes.
pub struct WithTokens {
    /// Address without user and password.
    url: String,
    user: String,
    tokens: Tokens,
    /// The token that open connections have signed in with.
    current: Mutex<Option<(String, Transport)>>,
}

impl WithTokens {
    /// Connections that have signed in with the token that is good now.
    async fn transport(&self) -> Result<(String, Transport), NotSent> {
        let later = |error: String| NotSent {
            for_good: false,
            error,
        };
        let token = self.tokens.access().await;
        let token = token.map_err(|error| later(error.to_string()))?;
        let mut current = self.current.lock().await;
        match &*current {
            Some((known, transport)) if *known == token => Ok((token, transport.clone())),
            _ => {
                let builder = Transport::from_url(&self.url);
                let builder = builder.map_err(|error| later(error.to_string()))?;
                let transport = builder
                    .timeout(Some(PATIENCE))
                    .credentials(Credentials::new(self.user.clone(), token.clone()))
                    .authentication(vec![Mechanism::Xoauth2])
                    .build();
                *current = Some((token.clone(), transport.clone()));
                Ok((token, transport))
            }
        }
    }
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
    /// `?tls=required` for STARTTLS and without it for no encryption. With `tokens`, a user without
    /// a password signs in with a token.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the address, without the password.
    pub fn smtp(url: &str, tokens: Option<Tokens>) -> Result<Self, String> {
        let parsed = Url::parse(url).ok();
        let bare = parsed.filter(|url| !url.username().is_empty() && url.password().is_none());
        if let (Some(tokens), Some(url)) = (tokens, bare) {
            return Self::smtp_with(url, tokens);
        }
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| error.to_string())?;
        let transport = builder.timeout(Some(PATIENCE)).build();
        Ok(Self::Smtp(Box::new(transport)))
    }

    fn smtp_with(mut url: Url, tokens: Tokens) -> Result<Self, String> {
        let user = percent_decode_str(url.username())
            .decode_utf8_lossy()
            .into_owned();
        let encrypted = url.scheme() == "smtps" || url.query() == Some("tls=required");
        let near = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if !encrypted && !near {
            return Err(
                "the token would travel for all to read: use smtps:// or ?tls=required".into(),
            );
        }
        // Addresses with a host can have any user, also none.
        let _ = url.set_username("");
        let url = url.to_string();
        if !Self::is_smtp(&url) {
            return Err("it is not like smtps://USER@HOST or smtp://…?tls=required".into());
        }
        Ok(Self::SmtpWithTokens(Box::new(WithTokens {
            url,
            user,
            tokens,
            current: Mutex::default(),
        })))
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
        let name = file_name(outgoing.at, &outgoing.key);
        self.deliver(message, &name).await
    }

    /// Same as [`Carrier::carry`], with the name of the file that it may become.
    ///
    /// # Errors
    /// Same as [`Carrier::carry`].
    pub async fn deliver(&self, message: Message, name: &str) -> Result<(), NotSent> {
        match self {
            Self::Smtp(server) => match server.send(message).await {
                Ok(_) => Ok(()),
                Err(error) => Err(not_sent(&error)),
            },
            Self::SmtpWithTokens(server) => {
                let (token, transport) = server.transport().await?;
                match transport.send(message).await {
                    Ok(_) => Ok(()),
                    Err(error) => {
                        if is_sign_in(&error) {
                            server.tokens.reject(&token).await;
                        }
                        Err(not_sent(&error))
                    }
                }
            }
            Self::Folder(folder) => {
                let outcome = keep(folder.clone(), name.to_owned(), message.formatted()).await;
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

/// Whether a server did not let us in (RFC 4954, 6).
fn is_sign_in(error: &Error) -> bool {
    error
        .status()
        .is_some_and(|code| matches!(code.to_string().as_str(), "530" | "534" | "535" | "538"))
}

fn not_sent(error: &Error) -> NotSent {
    // Then it is set up wrongly, for now: the e-mail is not to blame for it.
    let ours = is_sign_in(error);
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
