//! The mailbox that messages are read from, and connecting to it (RFC 9051, RFC 8314).

use crate::oauth::{NoToken, Tokens, oauthbearer, xoauth2};
use crate::tls::client_config;
use async_imap::{Authenticator, Client, Session};
use percent_encoding::percent_decode_str;
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use url::Url;
use utf7_imap::encode_utf7_imap;

/// How long a server may take to answer one command.
pub(super) const PATIENCE: Duration = Duration::from_secs(120);

/// How the connection to the mailbox is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte on: `imaps://`.
    Tls,
    /// TLS after `STARTTLS`, which is required: `imap+starttls://`.
    StartTls,
    /// No encryption: `imap://`, for a server on the same machine only.
    Plain,
}

/// What a client signs in with.
#[derive(Clone)]
pub enum Credentials {
    Password(String),
    /// Access tokens (OAuth 2.0).
    Tokens(Tokens),
}

/// Mailbox that messages are read from.
#[derive(Clone)]
pub struct Mailbox {
    pub security: Security,
    pub host: String,
    pub port: u16,
    pub user: String,
    pub credentials: Credentials,
    /// Name of the folder, as people read it.
    pub folder: String,
    /// PEM file with certificate authorities to trust besides the usual ones.
    pub authorities: Option<PathBuf>,
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The password is nobody's business.
        write!(f, "{}", self.name())
    }
}

/// Why the mailbox cannot be read at the moment.
#[derive(Debug, thiserror::Error)]
pub enum MailboxError {
    #[error("{0}")]
    Imap(#[from] async_imap::error::Error),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("the server did not answer in time")]
    Timeout,
    #[error("certificate authorities: {0}")]
    Authorities(String),
    #[error(transparent)]
    NoToken(#[from] NoToken),
    #[error("the server keeps the message to itself")]
    Withheld,
    #[error(transparent)]
    Desk(#[from] guichet_desk::DeskError),
    #[error(transparent)]
    Take(#[from] super::receive::TakeError),
}

impl From<tokio::time::error::Elapsed> for MailboxError {
    fn from(_: tokio::time::error::Elapsed) -> Self {
        Self::Timeout
    }
}

pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Wire for T {}

pub(super) type Line = Box<dyn Wire>;

impl Mailbox {
    /// Reads an address: `imaps://USER:PASSWORD@HOST/FOLDER`, or `imap://…?tls=required` for
    /// STARTTLS. Without a folder it is the inbox. Plain `imap://` is accepted for this machine
    /// only. With `tokens`, a user without a password
    /// signs in with a token.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the address, without the password.
    pub fn parse(
        address: &str,
        authorities: Option<PathBuf>,
        tokens: Option<Tokens>,
    ) -> Result<Self, &'static str> {
        const FORM: &str =
            "it is not like imaps://USER:PASSWORD@HOST/FOLDER or imap://…?tls=required";
        let url = Url::parse(address).map_err(|_| FORM)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(FORM)?;
        let host = host.trim_matches(['[', ']']);
        let plain = |text: &str| {
            let text = percent_decode_str(text).decode_utf8().map_err(|_| FORM)?;
            let whole = !text.chars().any(char::is_control);
            whole.then(|| text.into_owned()).ok_or(FORM)
        };
        let starts_tls = url
            .query_pairs()
            .any(|pair| pair == ("tls".into(), "required".into()));
        let near = host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        let (security, port) = match (url.scheme(), starts_tls) {
            ("imaps", _) => (Security::Tls, 993),
            ("imap", true) => (Security::StartTls, 143),
            ("imap", false) if near => (Security::Plain, 143),
            ("imap", false) => {
                return Err(
                    "the password would travel for all to read: use imaps:// or ?tls=required",
                );
            }
            _ => return Err(FORM),
        };
        let (user, password) = (
            plain(url.username())?,
            plain(url.password().unwrap_or_default())?,
        );
        let folder = plain(url.path().trim_matches('/'))?;
        let credentials = match (tokens, password.is_empty()) {
            (Some(tokens), true) => Credentials::Tokens(tokens),
            (None, true) => return Err(FORM),
            (_, false) => Credentials::Password(password),
        };
        if user.is_empty() {
            return Err(FORM);
        }
        Ok(Self {
            security,
            host: host.to_owned(),
            port: url.port().unwrap_or(port),
            user,
            credentials,
            folder: if folder.is_empty() {
                "INBOX".into()
            } else {
                folder
            },
            authorities,
        })
    }

    /// Name of the mailbox in logs and in the database.
    pub fn name(&self) -> String {
        format!("{}@{}/{}", self.user, self.host, self.folder)
    }

    /// Connects, signs in and opens the folder, to check that the settings work.
    ///
    /// # Errors
    /// The server refuses, or cannot be reached.
    pub async fn try_out(&self) -> Result<(), MailboxError> {
        let mut session = self.connect().await?;
        timeout(PATIENCE, session.examine(self.encoded_folder())).await??;
        timeout(PATIENCE, session.logout()).await??;
        Ok(())
    }

    /// Connects and signs in.
    pub(super) async fn connect(&self) -> Result<Session<Line>, MailboxError> {
        let address = (self.host.as_str(), self.port);
        let tcp = timeout(PATIENCE, TcpStream::connect(address)).await??;
        tcp.set_nodelay(true)?;
        let client = match self.security {
            Security::Plain => greeted(Client::new(Box::new(tcp) as Line)).await?,
            Security::Tls => greeted(Client::new(self.secure(tcp).await?)).await?,
            Security::StartTls => {
                let mut client = greeted(Client::new(tcp)).await?;
                timeout(PATIENCE, client.run_command_and_check_ok("STARTTLS", None)).await??;
                // What came before the secret began is forgotten with the client.
                Client::new(self.secure(client.into_inner()).await?)
            }
        };
        match &self.credentials {
            Credentials::Password(password) => {
                let login = client.login(&self.user, password);
                let session = timeout(PATIENCE, login).await?;
                session.map_err(|(error, _)| error.into())
            }
            Credentials::Tokens(tokens) => self.with_token(client, tokens).await,
        }
    }

    /// Signs in with an access token: as most servers want it, or else as the standard has it. One
    /// that the server does not take is given up, so that the next attempt has another.
    async fn with_token(
        &self,
        client: Client<Line>,
        tokens: &Tokens,
    ) -> Result<Session<Line>, MailboxError> {
        let token = tokens.access().await?;
        let standard = oauthbearer(&self.user, &self.host, self.port, &token);
        let ways = [
            ("XOAUTH2", xoauth2(&self.user, &token)),
            ("OAUTHBEARER", standard),
        ];
        let (mut client, mut refusal) = (client, None);
        for (mechanism, words) in ways {
            let signing_in = client.authenticate(mechanism, Bearer(Some(words)));
            match timeout(PATIENCE, signing_in).await? {
                Ok(session) => return Ok(session),
                Err((error, again)) => {
                    client = again;
                    // What the first says is what is wrong, where both are there.
                    refusal.get_or_insert(error);
                }
            }
        }
        tokens.reject(&token).await;
        Err(refusal.map_or(MailboxError::Timeout, MailboxError::from))
    }

    /// Name of the folder as the server has it: in modified UTF-7 (RFC 3501, 5.1.3).
    pub(super) fn encoded_folder(&self) -> String {
        encode_utf7_imap(self.folder.clone())
    }

    async fn secure(&self, tcp: TcpStream) -> Result<Line, MailboxError> {
        let tls = client_config(self.authorities.as_deref()).map_err(MailboxError::Authorities)?;
        let connector = TlsConnector::from(Arc::new(tls));
        let name = ServerName::try_from(self.host.clone())
            .map_err(|_| MailboxError::Authorities(format!("{:?} is no host name", self.host)))?;
        let stream = timeout(PATIENCE, connector.connect(name, tcp)).await??;
        Ok(Box::new(stream))
    }
}

/// Answers the server's challenges: with the token first, and with nothing when it says what is
/// wrong with it.
struct Bearer(Option<String>);

impl Authenticator for Bearer {
    type Response = String;

    fn process(&mut self, _: &[u8]) -> String {
        self.0.take().unwrap_or_else(|| "\u{1}".into())
    }
}

async fn greeted<T>(mut client: Client<T>) -> Result<Client<T>, MailboxError>
where
    T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug,
{
    match timeout(PATIENCE, client.read_response()).await?? {
        Some(_) => Ok(client),
        None => Err(async_imap::error::Error::ConnectionLost.into()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn addresses_say_all_there_is_to_know() {
        let parse = |address| Mailbox::parse(address, None, None);
        let mailbox =
            parse("imaps://support%40exemple.fr:mot%2Fde@mail.exemple.fr/INBOX/Aide").unwrap();
        assert_eq!((mailbox.security, mailbox.port), (Security::Tls, 993));
        assert_eq!(mailbox.user, "support@exemple.fr");
        assert!(matches!(mailbox.credentials, Credentials::Password(is) if is == "mot/de"));
        assert_eq!(mailbox.folder, "INBOX/Aide");
        let mailbox = parse("imap://u:p@[::1]:1143").unwrap();
        assert_eq!(
            (mailbox.security, mailbox.host.as_str(), mailbox.port),
            (Security::Plain, "::1", 1143)
        );
        assert_eq!(mailbox.folder, "INBOX");
        let mailbox = parse("imap://u:p@mail.exemple.fr?tls=required").unwrap();
        assert_eq!(mailbox.security, Security::StartTls);
        // Folders are named as people read them.
        for (folder, encoded) in [
            ("INBOX/R%C3%A9seau", "INBOX/R&AOk-seau"),
            (
                "%C3%89l%C3%A9ments%20envoy%C3%A9s",
                "&AMk-l&AOk-ments envoy&AOk-s",
            ),
            ("R%26D", "R&-D"),
            ("%E5%8F%B0%E5%8C%97", "&U,BTFw-"),
        ] {
            let address = format!("imaps://u:p@h/{folder}");
            let mailbox = Mailbox::parse(&address, None, None).unwrap();
            assert_eq!(mailbox.encoded_folder(), encoded);
        }
    }

    #[test]
    fn wrong_addresses_are_refused_without_repeating_the_password() {
        for address in [
            "",
            "mail.exemple.fr",
            "pop3://u:secret@h",
            "imaps://h",
            "imaps://u@h",
            "imap://u:secret@mail.exemple.fr",
            "imaps://u:secret%0D%0A@h",
            "imaps://u:secret@h/IN%0ABOX",
        ] {
            let why = Mailbox::parse(address, None, None).unwrap_err();
            assert!(!why.contains("secret"), "{address}");
        }
    }
}
