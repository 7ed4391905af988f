//! Settings: command line before environment (`GUICHET_…`) before `guichet.toml` before what is
//! delivered.

use crate::limits::{GivenLimits, Limits};
use crate::retention::GivenKeep;
use axum::http::Uri;
use axum::http::uri::Authority;
use clap::Args;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use guichet_desk::{BackupSecret, Keep, LetterRules, OutsideKey, Unknown};
use guichet_mail::inbox::{Mailbox, Reader};
use guichet_mail::out::{Carrier, Composer};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// The command that this program reads one message by, in a process of its own.
const READ_MESSAGE: &str = "read-message";

/// A setting that cannot be used: one sentence that names it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

/// What can be set on the command line; each also as `GUICHET_NAME` and in `guichet.toml`.
#[derive(Args, Clone, Debug, Default, Serialize)]
pub struct Given {
    /// Where to listen [default: 127.0.0.1:3000]
    #[arg(long, global = true, value_name = "IP:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME [default: sqlite:data/guichet.db]
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<String>,
    /// Folder where attached files are kept [default: data/files]
    #[arg(long, global = true, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<PathBuf>,
    /// File with the key that seals secrets, made by `guichet key new`; without one, it is kept in the
    /// database
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    key_file: Option<PathBuf>,
    /// The address people use in their browser; with https:// cookies are Secure
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    public_url: Option<String>,
    /// Reverse proxies whose X-Forwarded-For is believed, separated by commas
    #[arg(long, global = true, value_name = "IP,…", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Option::is_none")]
    trusted_proxies: Option<Vec<String>>,
    /// IANA zone in which working days are counted and times shown by default [default: Europe/Paris]
    #[arg(long, global = true, value_name = "ZONE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    /// SMTP server that mail goes out by: smtps://USER:PASSWORD@HOST, or smtp://…?tls=required for
    /// STARTTLS; without one, mail is written to files
    #[arg(long, global = true, value_name = "URL", hide_env_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    smtp: Option<Secret>,
    /// Who mail is from [default: Guichet <guichet@localhost>]
    #[arg(long, global = true, value_name = "NAME <ADDRESS>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    mail_from: Option<String>,
    /// Mailbox that mail comes in by: imaps://USER:PASSWORD@HOST/FOLDER, or imap://…?tls=required for
    /// STARTTLS; without one, none is read
    #[arg(long, global = true, value_name = "URL", hide_env_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    imap: Option<Secret>,
    /// PEM file with certificate authorities to trust for the mailbox, beside the usual ones
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    imap_ca: Option<PathBuf>,
    /// What becomes of mail from unknown addresses: aside or ticket [default: aside]
    #[arg(long, global = true, value_name = "WHAT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    mail_unknown: Option<String>,
    /// Letters that one sender can send within an hour before they are set aside [default: 30]
    #[arg(long, global = true, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    mail_hourly: Option<u32>,
    /// Our own mail server's name in Authentication-Results, whose word on senders is believed
    /// (authserv-id, RFC 8601); without one, nobody's is
    #[arg(long, global = true, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    mail_auth_server: Option<String>,
    /// Folder where mail is written as .eml files when there is no SMTP server [default: data/outbox]
    #[arg(long, global = true, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    outbox: Option<PathBuf>,
    /// What is logged, for example info or guichet=debug [default: info]
    #[arg(long, global = true, value_name = "FILTER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<String>,
    /// Folder of the built client [default: target/site]
    #[arg(long, global = true, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<PathBuf>,
    /// Where /metrics is served, for whoever watches the program; or off
    /// [default: 127.0.0.1, 100 ports above the address']
    #[arg(long, global = true, value_name = "IP:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    metrics: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    keep: GivenKeep,
    #[command(flatten)]
    #[serde(flatten)]
    limits: GivenLimits,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Raw {
    address: String,
    database: String,
    files: PathBuf,
    key_file: Option<PathBuf>,
    key: Option<Secret>,
    backup_passphrase: Option<Secret>,
    public_url: Option<String>,
    trusted_proxies: List,
    zone: String,
    mail_from: String,
    imap: Option<Secret>,
    imap_ca: Option<PathBuf>,
    mail_unknown: String,
    mail_hourly: u32,
    mail_auth_server: Option<String>,
    smtp: Option<Secret>,
    outbox: PathBuf,
    log: String,
    site: PathBuf,
    metrics: Option<String>,
}

/// A setting that may hold a password: it is never printed.
#[derive(Clone, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// The mailbox that is read, and by which rules.
#[derive(Clone, Debug)]
pub struct MailIn {
    pub mailbox: Mailbox,
    pub rules: LetterRules,
    /// The server whose word on senders is believed.
    pub server: Option<String>,
}

impl MailIn {
    fn of(raw: &Raw) -> Result<Option<Self>, ConfigError> {
        let wrong = |text: String| Err(ConfigError(text));
        let unknown = match raw.mail_unknown.as_str() {
            "aside" => Unknown::Aside,
            "ticket" => Unknown::Ticket,
            other => {
                return wrong(format!(
                    "mail_unknown: {other:?} is neither aside nor ticket"
                ));
            }
        };
        let server = raw.mail_auth_server.clone();
        let named = |name: &String| {
            name.chars()
                .all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c))
        };
        if let Some(name) = server
            .as_ref()
            .filter(|name| name.is_empty() || !named(name))
        {
            return wrong(format!(
                "mail_auth_server: {name:?} is no name of a server, like mx.example.org"
            ));
        }
        let Some(address) = &raw.imap else {
            return Ok(None);
        };
        let mailbox = Mailbox::parse(address.reveal(), raw.imap_ca.clone());
        let mailbox = match mailbox {
            Ok(mailbox) => mailbox,
            Err(why) => return wrong(format!("imap: {why}")),
        };
        let hourly = raw.mail_hourly;
        let rules = LetterRules { unknown, hourly };
        Ok(Some(Self {
            mailbox,
            rules,
            server,
        }))
    }
}

/// Several values: a list in the file, separated by commas in the environment.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
enum List {
    Many(Vec<String>),
    One(String),
}

impl List {
    fn values(&self) -> Vec<&str> {
        match self {
            Self::Many(values) => values.iter().map(String::as_str).collect(),
            Self::One(text) => text
                .split(',')
                .filter(|part| !part.trim().is_empty())
                .collect(),
        }
    }
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
            mail_unknown: "aside".into(),
            mail_hourly: 30,
            mail_auth_server: None,
            smtp: None,
            outbox: "data/outbox".into(),
            log: "info".into(),
            site: "target/site".into(),
            metrics: None,
        }
    }
}

/// Settings that have been checked.
#[derive(Clone, Debug)]
pub struct Config {
    pub address: SocketAddr,
    pub database: String,
    pub files: PathBuf,
    pub key_file: Option<PathBuf>,
    /// The key itself, where it stands in the environment.
    pub key: Option<Secret>,
    pub backup_passphrase: Option<Secret>,
    pub public_url: Option<String>,
    pub trusted_proxies: Vec<IpAddr>,
    pub zone: String,
    pub mail_from: String,
    pub mail_in: Option<MailIn>,
    /// Reads messages: this program, called by a command of its own.
    pub reader: Reader,
    pub smtp: Option<Secret>,
    pub outbox: PathBuf,
    pub log: String,
    pub site: PathBuf,
    /// Where figures are served, if they are.
    pub metrics: Option<SocketAddr>,
    /// For how long what is kept for a while only is kept.
    pub keep: Keep,
    pub limits: Limits,
}

impl Config {
    /// Reads and checks every setting.
    ///
    /// # Errors
    /// A sentence that names the setting.
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
            [&ours[..], Limits::NAMES, Keep::NAMES]
                .iter()
                .any(|names| names.contains(&name))
        };
        let figment = Figment::from(Serialized::defaults(Raw::default()))
            .merge(Serialized::defaults(Limits::default()))
            .merge(Serialized::defaults(Keep::default()))
            .merge(toml)
            .merge(
                Env::prefixed("GUICHET_").filter(move |name| known(&name.as_str().to_lowercase())),
            )
            .merge(Serialized::defaults(given));
        let set: figment::value::Dict = figment.extract().map_err(sentence)?;
        if let Some(unknown) = set.keys().find(|name| !known(name)) {
            return Err(ConfigError(format!("{unknown}: there is no such setting")));
        }
        let limits: Limits = figment.extract().map_err(sentence)?;
        if let Some(name) = limits.zero() {
            return Err(ConfigError(format!("{name}: 0 would let nobody in")));
        }
        let keep: Keep = figment.extract().map_err(sentence)?;
        Self::check(figment.extract().map_err(sentence)?, keep, limits)
    }

    fn check(raw: Raw, keep: Keep, limits: Limits) -> Result<Self, ConfigError> {
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
        let mail_in = MailIn::of(&raw)?;
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
            reader: Reader::of_this_program(READ_MESSAGE),
            mail_from: raw.mail_from,
            zone: raw.zone,
            smtp: raw.smtp,
            outbox: raw.outbox,
            log: raw.log,
            site: raw.site,
        })
    }

    /// The key that seals secrets, where it is kept outside of the database.
    ///
    /// # Errors
    /// A sentence that names the setting: there is no such file, or it holds no key.
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

    /// What backups are encrypted with: the passphrase, or else the key.
    ///
    /// # Errors
    /// As [`Config::outside_key`]; the passphrase is too short.
    pub fn backup_secret(&self) -> Result<Option<BackupSecret>, ConfigError> {
        if let Some(passphrase) = &self.backup_passphrase {
            let secret = BackupSecret::passphrase(passphrase.reveal());
            let named = |why| ConfigError(format!("backup_passphrase: {why}"));
            return secret.map(Some).map_err(named);
        }
        Ok(self.outside_key()?.as_ref().map(BackupSecret::key))
    }

    /// The host of `public_url`, where people come by https: whatever else they ask for is not this
    /// desk's.
    pub fn https_host(&self) -> Option<Authority> {
        let url = self.public_url.as_deref().filter(|_| self.is_secure())?;
        url.parse::<Uri>().ok()?.into_parts().authority
    }

    /// Whether people come by https, so that cookies must not travel without.
    pub fn is_secure(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}

/// Figures are for this machine alone, unless said otherwise: 100 ports above the desk, so that
/// several desks on one machine are not in each other's way.
fn beside(address: SocketAddr) -> SocketAddr {
    let port = match address.port() {
        0 => 0,
        port => port.checked_add(100).unwrap_or(port - 100),
    };
    SocketAddr::from(([127, 0, 0, 1], port))
}

/// What figment has to say, with the name of the setting first.
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

/// An address that mail can go out by. What is said of it never has the password in it.
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn given(change: impl FnOnce(&mut Given)) -> Result<Config, String> {
        let mut given = Given::default();
        change(&mut given);
        Config::read(&given, None).map_err(|error| error.to_string())
    }

    #[test]
    fn a_wrong_setting_is_named() {
        assert!(given(|_| {}).is_ok());
        type Change = fn(&mut Given);
        let cases: [(&str, Change); 14] = [
            ("imap", |g| {
                g.imap = Some("imap://u:p@mail.example.org".into())
            }),
            ("mail_unknown", |g| g.mail_unknown = Some("perhaps".into())),
            ("mail_auth_server", |g| {
                g.mail_auth_server = Some(String::new())
            }),
            ("mail_auth_server", |g| {
                g.mail_auth_server = Some("mx; dmarc=pass".into())
            }),
            ("address", |g| g.address = Some("localhost".into())),
            ("database", |g| g.database = Some("mysql://x".into())),
            ("public_url", |g| {
                g.public_url = Some("guichet.example.org".into())
            }),
            ("trusted_proxies", |g| {
                g.trusted_proxies = Some(vec!["proxy".into()])
            }),
            ("zone", |g| g.zone = Some("Europe/Atlantis".into())),
            ("log", |g| g.log = Some("===".into())),
            ("smtp", |g| g.smtp = Some("mail.exemple.fr".into())),
            ("smtp", |g| g.smtp = Some("http://mail.exemple.fr".into())),
            ("smtp", |g| {
                g.smtp = Some("smtp://me:secret@mail.exemple.fr:25".into())
            }),
            ("mail_from", |g| g.mail_from = Some("Support".into())),
        ];
        for (name, change) in cases {
            let sentence = given(change).unwrap_err();
            assert!(sentence.starts_with(name), "{sentence}");
            assert_eq!(sentence.lines().count(), 1);
            assert!(!sentence.contains("secret"), "{sentence}");
        }
    }

    #[test]
    fn the_file_comes_before_the_default_and_after_the_command_line() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(
            &file,
            "address = \"127.0.0.1:4000\"\nzone = \"America/Montreal\"",
        )
        .unwrap();
        let given = Given {
            zone: Some("Europe/Brussels".into()),
            ..Given::default()
        };
        let config = Config::read(&given, Some(file.path().into())).unwrap();
        assert_eq!(config.address.port(), 4000);
        assert_eq!(config.zone, "Europe/Brussels");
    }

    #[test]
    fn what_is_kept_for_how_long_is_set_like_everything() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "retention_closed_days = 730").unwrap();
        let config = Config::read(&Given::default(), Some(file.path().into())).unwrap();
        let expected = Keep {
            retention_closed_days: 730,
            ..Keep::default()
        };
        assert_eq!(config.keep, expected);
        std::fs::write(&file, "retention_mail_days = -1").unwrap();
        let wrong = Config::read(&Given::default(), Some(file.path().into())).unwrap_err();
        assert!(
            wrong.to_string().starts_with("retention_mail_days"),
            "{wrong}"
        );
    }

    #[test]
    fn proxies_are_a_list_or_separated_by_commas() {
        for written in ["[\"10.0.0.2\", \"10.0.0.3\"]", "\"10.0.0.2,10.0.0.3\""] {
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(&file, format!("trusted_proxies = {written}")).unwrap();
            let config = Config::read(&Given::default(), Some(file.path().into())).unwrap();
            assert_eq!(config.trusted_proxies.len(), 2);
        }
    }

    #[test]
    fn an_unknown_setting_in_the_file_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "adress = \"127.0.0.1:4000\"").unwrap();
        let sentence = Config::read(&Given::default(), Some(file.path().into()))
            .unwrap_err()
            .to_string();
        assert!(sentence.contains("adress"), "{sentence}");
    }
}
