//! Settings that can be given, and their defaults.

use crate::kernel::config::retention::GivenRetention;
use crate::kernel::config::secret::Secret;
use crate::kernel::limits::GivenLimits;
use clap::Args;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What can be set on the command line; each also as `GUICHET_NAME` and in `guichet.toml`.
#[derive(Args, Clone, Debug, Default, Serialize)]
pub struct Given {
    /// Where to listen [default: 127.0.0.1:3000]
    #[arg(long, global = true, value_name = "IP:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<String>,
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME [default: sqlite:data/guichet.db]
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) database: Option<String>,
    /// Folder where attached files are kept [default: data/files]
    #[arg(long, global = true, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) files: Option<PathBuf>,
    /// File with the key that seals secrets, made by `guichet key new`; without one, it is kept in the
    /// database
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) key_file: Option<PathBuf>,
    /// The address people use in their browser; with https:// cookies are Secure
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) public_url: Option<String>,
    /// Reverse proxies whose X-Forwarded-For is believed, separated by commas
    #[arg(long, global = true, value_name = "IP,…", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) trusted_proxies: Option<Vec<String>>,
    /// IANA zone in which working days are counted and times shown by default [default: Europe/Paris]
    #[arg(long, global = true, value_name = "ZONE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) zone: Option<String>,
    /// SMTP server that mail goes out by: smtps://USER:PASSWORD@HOST, or smtp://…?tls=required for
    /// STARTTLS; without one, mail is written to files
    #[arg(long, global = true, value_name = "URL", hide_env_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) smtp: Option<Secret>,
    /// Who mail is from [default: Guichet <guichet@localhost>]
    #[arg(long, global = true, value_name = "NAME <ADDRESS>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mail_from: Option<String>,
    /// Mailbox that mail comes in by: imaps://USER:PASSWORD@HOST/FOLDER, or imap://…?tls=required for
    /// STARTTLS; without one, none is read
    #[arg(long, global = true, value_name = "URL", hide_env_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) imap: Option<Secret>,
    /// Token endpoint (OAuth 2.0) for mail servers that take no passwords; the addresses of servers
    /// then name a user alone: imaps://USER@HOST
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) oauth_token_url: Option<String>,
    /// Client identifier at the token endpoint
    #[arg(long, global = true, value_name = "ID")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) oauth_client_id: Option<String>,
    /// Client secret at the token endpoint
    #[arg(long, global = true, value_name = "SECRET", hide_env_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) oauth_client_secret: Option<Secret>,
    /// File with a refresh token; without one, the client's own credentials are used. It is written
    /// anew when the server gives another token
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) oauth_refresh_token: Option<PathBuf>,
    /// Scopes that are asked for, separated by spaces
    #[arg(long, global = true, value_name = "SCOPES")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) oauth_scope: Option<String>,
    /// PEM file with certificate authorities to trust for the mailbox, beside the usual ones
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) imap_ca: Option<PathBuf>,
    /// What becomes of mail from unknown addresses: aside or ticket [default: aside]
    #[arg(long, global = true, value_name = "WHAT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mail_unknown: Option<String>,
    /// Messages that one sender, or all unknown ones together, can send within an hour before they are
    /// set aside [default: 30]
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mail_hourly: Option<u32>,
    /// Our own mail server's name in Authentication-Results, whose word on senders is believed
    /// (authserv-id, RFC 8601); without one, nobody's is
    #[arg(long, global = true, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mail_auth_server: Option<String>,
    /// Folder where mail is written as .eml files when there is no SMTP server [default: data/outbox]
    #[arg(long, global = true, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) outbox: Option<PathBuf>,
    /// What is logged, for example info or guichet=debug [default: info]
    #[arg(long, global = true, value_name = "FILTER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) log: Option<String>,
    /// Folder of the built client [default: the program's own, or target/site where it has none]
    #[arg(long, global = true, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) site: Option<PathBuf>,
    /// Where /metrics is served, for whoever watches the program; or off
    /// [default: 127.0.0.1, 100 ports above the address']
    #[arg(long, global = true, value_name = "IP:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) metrics: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) keep: GivenRetention,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) limits: GivenLimits,
}

/// All settings but the limits, as they are read.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Raw {
    pub(crate) address: String,
    pub(crate) database: String,
    pub(crate) files: PathBuf,
    pub(crate) key_file: Option<PathBuf>,
    pub(crate) key: Option<Secret>,
    pub(crate) backup_passphrase: Option<Secret>,
    pub(crate) public_url: Option<String>,
    pub(crate) trusted_proxies: List,
    pub(crate) zone: String,
    pub(crate) mail_from: String,
    pub(crate) imap: Option<Secret>,
    pub(crate) imap_ca: Option<PathBuf>,
    pub(crate) oauth_token_url: Option<String>,
    pub(crate) oauth_client_id: Option<String>,
    pub(crate) oauth_client_secret: Option<Secret>,
    pub(crate) oauth_refresh_token: Option<PathBuf>,
    pub(crate) oauth_scope: Option<String>,
    pub(crate) mail_unknown: String,
    pub(crate) mail_hourly: u32,
    pub(crate) mail_auth_server: Option<String>,
    pub(crate) smtp: Option<Secret>,
    pub(crate) outbox: PathBuf,
    pub(crate) log: String,
    pub(crate) site: Option<PathBuf>,
    pub(crate) metrics: Option<String>,
}

impl Default for Raw {
    fn default() -> Self {
        Self {
            address: "127.0.0.1:3000".into(),
            database: "sqlite:data/guichet.db".into(),
            files: "data/files".into(),
            key_file: None,
            key: None,
            backup_passphrase: None,
            public_url: None,
            trusted_proxies: List::Many(Vec::new()),
            zone: "Europe/Paris".into(),
            mail_from: "Guichet <guichet@localhost>".into(),
            imap: None,
            imap_ca: None,
            oauth_token_url: None,
            oauth_client_id: None,
            oauth_client_secret: None,
            oauth_refresh_token: None,
            oauth_scope: None,
            mail_unknown: "aside".into(),
            mail_hourly: 30,
            mail_auth_server: None,
            smtp: None,
            outbox: "data/outbox".into(),
            log: "info".into(),
            site: None,
            metrics: None,
        }
    }
}

/// Several values: a list in the file, separated by commas in the environment.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub(crate) enum List {
    Many(Vec<String>),
    One(String),
}

impl List {
    pub(crate) fn values(&self) -> Vec<&str> {
        match self {
            Self::Many(values) => values.iter().map(String::as_str).collect(),
            Self::One(text) => text
                .split(',')
                .filter(|part| !part.trim().is_empty())
                .collect(),
        }
    }
}
