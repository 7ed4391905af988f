//! Settings. The command line takes precedence over the environment (`GUICHET_…`), then
//! `guichet.toml`, then the defaults.

pub mod error;
pub mod given;
pub mod mail_in;
mod oauth;
pub mod retention;
pub mod secret;
#[cfg(test)]
mod tests;

use crate::kernel::config::error::ConfigError;
use crate::kernel::config::given::{Given, Raw};
use crate::kernel::config::mail_in::MailIn;
use crate::kernel::config::secret::Secret;
use crate::kernel::limits::Limits;
use crate::kernel::site::Site;
use axum::http::Uri;
use axum::http::uri::Authority;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use guichet_desk::{BackupSecret, OutsideKey, RetentionPolicy};
use guichet_mail::inbound::Reader;
use guichet_mail::oauth::Tokens;
use guichet_mail::outbound::{Carrier, Composer};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Command that makes this program read one message, in a process of its own.
const READ_MESSAGE: &str = "read-message";

/// Settings that have been checked.
#[derive(Clone, Debug)]
pub struct Config {
    pub address: SocketAddr,
    pub database: String,
    pub files: PathBuf,
    pub key_file: Option<PathBuf>,
    /// The key itself, if it is given in the environment.
    pub key: Option<Secret>,
    pub backup_passphrase: Option<Secret>,
    pub public_url: Option<String>,
    pub trusted_proxies: Vec<IpAddr>,
    pub zone: String,
    pub mail_from: String,
    pub mail_in: Option<MailIn>,
    /// Access tokens for the mail servers, if they want them.
    pub tokens: Option<Tokens>,
    /// Reads messages, by a process of this program.
    pub reader: Reader,
    pub smtp: Option<Secret>,
    pub outbox: PathBuf,
    pub log: String,
    /// Place of the client that pages load.
    pub site: Site,
    /// Address at which metrics are served, if they are.
    pub metrics: Option<SocketAddr>,
    /// Retention periods of what is kept for a limited time.
    pub keep: RetentionPolicy,
    pub limits: Limits,
}

/// Former and present names of renamed settings.
const RENAMED: [(&str, &str); 2] = [
    ("retention_letters_days", "retention_inbound_days"),
    ("retention_origins_days", "retention_clients_days"),
];

impl Config {
    /// Reads and checks every setting.
    ///
    /// # Errors
    /// One sentence that names the setting.
    pub fn read(given: &Given, file: Option<PathBuf>) -> Result<Self, ConfigError> {
        let toml = match &file {
            Some(path) if !path.is_file() => {
                return Err(ConfigError(format!(
                    "--config: there is no file {}",
                    path.display()
                )));
            }
            Some(path) => Toml::file_exact(path),
            None => Toml::file("guichet.toml"),
        };
        // The log filter and the like of other programs are not ours.
        let ours = [
            "address",
            "database",
            "files",
            "key_file",
            "key",
            "backup_passphrase",
            "public_url",
            "trusted_proxies",
            "zone",
            "mail_from",
            "imap",
            "imap_ca",
            "oauth_token_url",
            "oauth_client_id",
            "oauth_client_secret",
            "oauth_refresh_token",
            "oauth_scope",
            "mail_unknown",
            "mail_hourly",
            "mail_auth_server",
            "smtp",
            "outbox",
            "log",
            "site",
            "metrics",
        ];
        let known = move |name: &str| {
            [&ours[..], Limits::NAMES, RetentionPolicy::NAMES]
                .iter()
                .any(|names| names.contains(&name))
        };
        let renamed = |name: &str| RENAMED.into_iter().find(|(old, _)| *old == name);
        let figment = Figment::from(Serialized::defaults(Raw::default()))
            .merge(Serialized::defaults(Limits::default()))
            .merge(Serialized::defaults(RetentionPolicy::default()))
            .merge(toml)
            .merge(Env::prefixed("GUICHET_").filter(move |name| {
                let name = name.as_str().to_lowercase();
                known(&name) || renamed(&name).is_some()
            }))
            .merge(Serialized::defaults(given));
        let set: figment::value::Dict = figment.extract().map_err(sentence)?;
        if let Some((old, new)) = set.keys().find_map(|name| renamed(name)) {
            return Err(ConfigError(format!("{old}: it is called {new} now")));
        }
        if let Some(unknown) = set.keys().find(|name| !known(name)) {
            return Err(ConfigError(format!("{unknown}: there is no such setting")));
        }
        let limits: Limits = figment.extract().map_err(sentence)?;
        if let Some(name) = limits.zero() {
            return Err(ConfigError(format!("{name}: 0 would let nobody in")));
        }
        let keep: RetentionPolicy = figment.extract().map_err(sentence)?;
        Self::check(figment.extract().map_err(sentence)?, keep, limits)
    }

    fn check(raw: Raw, keep: RetentionPolicy, limits: Limits) -> Result<Self, ConfigError> {
        let wrong = |name: &str, why: String| Err(ConfigError(format!("{name}: {why}")));
        let Ok(address) = raw.address.parse() else {
            return wrong(
                "address",
                format!(
                    "{:?} is not an IP address and port, like 127.0.0.1:3000",
                    raw.address
                ),
            );
        };
        if !["sqlite:", "postgres://", "postgresql://"]
            .iter()
            .any(|scheme| raw.database.starts_with(scheme))
        {
            return wrong(
                "database",
                "it begins neither with sqlite: nor with postgres://".into(),
            );
        }
        if let Some(url) = &raw.public_url {
            let parsed = url.parse::<Uri>().ok();
            let whole = parsed.as_ref().is_some_and(|uri| {
                matches!(uri.scheme_str(), Some("http" | "https"))
                    && uri.host().is_some()
                    && !url.contains('@')
                    && uri.path() == "/"
            });
            if !whole {
                return wrong(
                    "public_url",
                    format!("{url:?} is not like https://guichet.example.org"),
                );
            }
        }
        let mut trusted_proxies = Vec::new();
        for proxy in raw.trusted_proxies.values() {
            match proxy.trim().parse() {
                Ok(ip) => trusted_proxies.push(IpAddr::to_canonical(&ip)),
                Err(_) => {
                    return wrong("trusted_proxies", format!("{proxy:?} is not an IP address"));
                }
            }
        }
        if jiff::tz::TimeZone::get(&raw.zone).is_err() {
            return wrong(
                "zone",
                format!("{:?} is not an IANA zone, like Europe/Paris", raw.zone),
            );
        }
        if let Some(Err(why)) = raw.smtp.as_ref().map(|url| check_smtp(url.reveal())) {
            return wrong("smtp", why);
        }
        if let Err(error) = Composer::new(&raw.mail_from, [0; 32], "", false) {
            return wrong(
                "mail_from",
                format!(
                    "{:?} is not like Support <support@exemple.fr>: {error}",
                    raw.mail_from
                ),
            );
        }
        if let Err(error) = raw.log.parse::<tracing_subscriber::EnvFilter>() {
            return wrong("log", format!("{:?} is not a filter: {error}", raw.log));
        }
        let metrics = match raw.metrics.as_deref() {
            Some("off") => None,
            Some(text) => match text.parse() {
                Ok(metrics) => Some(metrics),
                Err(_) => {
                    let why = "is neither an IP address and port, like 127.0.0.1:3100, nor off";
                    return wrong("metrics", format!("{text:?} {why}"));
                }
            },
            None => Some(beside(address)),
        };
        if raw.key_file.is_some() && raw.key.is_some() {
            return wrong("key_file", "GUICHET_KEY gives another key beside it".into());
        }
        let tokens = oauth::tokens(&raw)?;
        let mail_in = MailIn::of(&raw, tokens.clone())?;
        Ok(Self {
            metrics,
            keep,
            limits,
            address,
            database: raw.database,
            files: raw.files,
            key_file: raw.key_file,
            key: raw.key,
            backup_passphrase: raw.backup_passphrase,
            public_url: raw
                .public_url
                .map(|url| url.trim_end_matches('/').to_owned()),
            trusted_proxies,
            mail_in,
            tokens,
            reader: Reader::of_this_program(READ_MESSAGE),
            mail_from: raw.mail_from,
            zone: raw.zone,
            smtp: raw.smtp,
            outbox: raw.outbox,
            log: raw.log,
            site: Site::of(raw.site),
        })
    }

    /// The key that seals secrets, if it is kept outside the database.
    ///
    /// # Errors
    /// One sentence that names the setting: the file does not exist, or holds no key.
    pub fn outside_key(&self) -> Result<Option<OutsideKey>, ConfigError> {
        if let Some(key) = &self.key {
            let key = OutsideKey::parse(key.reveal());
            return key
                .map(Some)
                .map_err(|why| ConfigError(format!("key: {why}")));
        }
        let read = self.key_file.as_deref().map(OutsideKey::read).transpose();
        read.map_err(|why| ConfigError(format!("key_file: {why}")))
    }

    /// The secret that backups are encrypted with: the passphrase, or else the key.
    ///
    /// # Errors
    /// Same as [`Config::outside_key`], or the passphrase is too short.
    pub fn backup_secret(&self) -> Result<Option<BackupSecret>, ConfigError> {
        if let Some(passphrase) = &self.backup_passphrase {
            let secret = BackupSecret::passphrase(passphrase.reveal());
            let named = |why| ConfigError(format!("backup_passphrase: {why}"));
            return secret.map(Some).map_err(named);
        }
        Ok(self.outside_key()?.as_ref().map(BackupSecret::key))
    }

    /// Host of `public_url` if people use https: requests for any other host are not for this desk.
    pub fn https_host(&self) -> Option<Authority> {
        let url = self.public_url.as_deref().filter(|_| self.is_secure())?;
        url.parse::<Uri>().ok()?.into_parts().authority
    }

    /// Whether people use https, so that cookies must be `Secure`.
    pub fn is_secure(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}

/// Default address of the metrics: on this machine only, 100 ports above the desk, so that several
/// desks on one machine do not collide.
fn beside(address: SocketAddr) -> SocketAddr {
    let port = match address.port() {
        0 => 0,
        port => port.checked_add(100).unwrap_or(port - 100),
    };
    SocketAddr::from(([127, 0, 0, 1], port))
}

/// An error of figment as a sentence that begins with the name of the setting.
#[allow(clippy::needless_pass_by_value)]
fn sentence(error: figment::Error) -> ConfigError {
    let name = error.path.join(".");
    let name = if name.is_empty() {
        "the configuration"
    } else {
        &name
    };
    ConfigError(format!("{name}: {}", error.kind))
}

/// Checks the address of an SMTP server. The error never contains the password.
fn check_smtp(url: &str) -> Result<(), String> {
    if !Carrier::is_smtp(url) {
        return Err(
            "it is not like smtps://USER:PASSWORD@HOST or smtp://HOST:PORT?tls=required".into(),
        );
    }
    let uri = url.parse::<Uri>().ok();
    let authority = uri.as_ref().and_then(Uri::authority);
    let open = url.starts_with("smtp:") && !url.contains("tls=required");
    let near = authority.is_some_and(|a| {
        let host = a.host().trim_matches(['[', ']']);
        host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    });
    if open && !near && url.contains('@') {
        return Err(
            "the password would travel for all to read: use smtps:// or ?tls=required".into(),
        );
    }
    Ok(())
}
