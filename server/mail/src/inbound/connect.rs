//! The mailbox that messages are read from, and connecting to it (RFC 9051, RFC 8314).

use async_imap::{Client, Session};
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
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::Url;

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

/// Mailbox that messages are read from.
#[derive(Clone)]
pub struct Mailbox {
    pub security: Security,
    pub host: String,
    pub port: u16,
    pub user: String,
    pub password: String,
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
    /// only.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the address, without the password.
    pub fn parse(address: &str, authorities: Option<PathBuf>) -> Result<Self, &'static str> {
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
        if user.is_empty() || password.is_empty() {
            return Err(FORM);
        }
        Ok(Self {
            security,
            host: host.to_owned(),
            port: url.port().unwrap_or(port),
            user,
            password,
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
        timeout(PATIENCE, session.examine(&self.folder)).await??;
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
        let login = client.login(&self.user, &self.password);
        match timeout(PATIENCE, login).await? {
            Ok(session) => Ok(session),
            Err((error, _)) => Err(error.into()),
        }
    }

    async fn secure(&self, tcp: TcpStream) -> Result<Line, MailboxError> {
        let connector = TlsConnector::from(Arc::new(self.tls()?));
        let name = ServerName::try_from(self.host.clone())
            .map_err(|_| MailboxError::Authorities(format!("{:?} is no host name", self.host)))?;
        let stream = timeout(PATIENCE, connector.connect(name, tcp)).await??;
        Ok(Box::new(stream))
    }

    fn tls(&self) -> Result<ClientConfig, MailboxError> {
        let mut roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        if let Some(path) = &self.authorities {
            let wrong = |e: &dyn fmt::Display| {
                MailboxError::Authorities(format!("{}: {e}", path.display()))
            };
            for certificate in CertificateDer::pem_file_iter(path).map_err(|e| wrong(&e))? {
                let certificate = certificate.map_err(|e| wrong(&e))?;
                roots.add(certificate).map_err(|e| wrong(&e))?;
            }
        }
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|e| MailboxError::Authorities(e.to_string()))?;
        Ok(config.with_root_certificates(roots).with_no_client_auth())
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
        let parse = |address| Mailbox::parse(address, None);
        let mailbox =
            parse("imaps://support%40exemple.fr:mot%2Fde@mail.exemple.fr/INBOX/Aide").unwrap();
        assert_eq!((mailbox.security, mailbox.port), (Security::Tls, 993));
        assert_eq!(
            (mailbox.user.as_str(), mailbox.password.as_str()),
            ("support@exemple.fr", "mot/de")
        );
        assert_eq!(mailbox.folder, "INBOX/Aide");
        let mailbox = parse("imap://u:p@[::1]:1143").unwrap();
        assert_eq!(
            (mailbox.security, mailbox.host.as_str(), mailbox.port),
            (Security::Plain, "::1", 1143)
        );
        assert_eq!(mailbox.folder, "INBOX");
        let mailbox = parse("imap://u:p@mail.exemple.fr?tls=required").unwrap();
        assert_eq!(mailbox.security, Security::StartTls);
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
            let why = Mailbox::parse(address, None).unwrap_err();
            assert!(!why.contains("secret"), "{address}");
        }
    }
}
