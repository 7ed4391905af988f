//! Connecting to PostgreSQL: with verified TLS by default, unless the server is on this machine or
//! the settings say otherwise. `sslmode` means what it means to libpq (PostgreSQL, "SSL Support").

use crate::kernel::error::StoreError;
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use std::net::IpAddr;
use std::str::FromStr;

/// Parameters a database address may contain. Any other would be ignored silently, and with it
/// perhaps a security setting.
const PARAMETERS: [&str; 16] = [
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
];

/// Parses the database address `url` into connection options.
///
/// # Errors
/// [`StoreError::Setting`] if the address cannot be read or has an unknown parameter. The message
/// repeats nothing of the address, which may hold a password.
pub(crate) fn options(url: &str) -> Result<PgConnectOptions, StoreError> {
    options_in(url, std::env::var("PGSSLMODE").ok().as_deref())
}

/// Same as [`options`], with the environment's `PGSSLMODE` given as `environment`.
fn options_in(url: &str, environment: Option<&str>) -> Result<PgConnectOptions, StoreError> {
    let wrong = |text: String| StoreError::Setting(format!("database: {text}"));
    let said = parameters(url).map_err(wrong)?;
    let mut options = PgConnectOptions::from_str(url)
        .map_err(|_| wrong("it is not like postgres://USER:PASSWORD@HOST/NAME".into()))?;
    let host = options.get_host();
    if let Some(bare) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
        let bare = bare.to_owned();
        options = options.host(&bare);
    }
    let is_said = said
        .iter()
        .any(|name| name == "sslmode" || name == "ssl-mode");
    if !is_said {
        options = match environment {
            Some(mode) => {
                let mode = mode.parse::<PgSslMode>().map_err(|_| {
                    StoreError::Setting(format!("PGSSLMODE: {mode:?} is no mode of PostgreSQL's"))
                })?;
                options.ssl_mode(mode)
            }
            None if is_near(&options) => options.ssl_mode(PgSslMode::Prefer),
            None => options.ssl_mode(PgSslMode::VerifyFull),
        };
    }
    Ok(options)
}

/// Names of the query parameters of an address.
fn parameters(url: &str) -> Result<Vec<String>, String> {
    let address = url.split_once('#').map_or(url, |(address, _)| address);
    let Some((_, query)) = address.split_once('?') else {
        return Ok(Vec::new());
    };
    let mut names = Vec::new();
    for pair in query.split('&') {
        let name = pair.split_once('=').map_or(pair, |(name, _)| name);
        if name.is_empty() {
            continue;
        }
        let known = PARAMETERS.contains(&name)
            || name == "options"
            || name.starts_with("options[")
            || name == "statement-cache-capacity";
        if !known {
            let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            return Err(format!("{name:?} says nothing that is understood here"));
        }
        names.push(name.to_owned());
    }
    Ok(names)
}

/// Whether the connection stays on this machine: a Unix socket or the loopback interface.
fn is_near(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || host
            .parse()
            .is_ok_and(|ip: IpAddr| ip.to_canonical().is_loopback())
}

/// Logs a warning if the settings let others read the traffic or impersonate the server.
pub(crate) fn warn(options: &PgConnectOptions) {
    let mode = options.get_ssl_mode();
    if !is_near(options) && !matches!(mode, PgSslMode::VerifyFull) {
        tracing::warn!(
            host = options.get_host(),
            ?mode,
            "the database is on another machine, and is not made to prove itself: \
             passwords and whatever else is sent may be read; sslmode=verify-full is safe"
        );
    }
}

/// Opens one connection outside any pool.
pub(crate) async fn connect(url: &str) -> Result<PgConnection, StoreError> {
    Ok(PgConnection::connect_with(&options(url)?).await?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn mode(url: &str, environment: Option<&str>) -> String {
        match options_in(url, environment) {
            Ok(options) => format!("{:?}", options.get_ssl_mode()),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn whoever_is_away_proves_itself_unless_somebody_said_otherwise() {
        for url in [
            "postgres://u:secret@db.example.org/guichet",
            "postgresql://u:secret@db.example.org:5433/guichet",
            "postgres://u:secret@192.0.2.7/guichet",
            "postgres://u:secret@[2001:db8::1]/guichet",
            "postgres://u:secret@localhost.example.org/guichet",
            "postgres://u:secret@0.0.0.0/guichet",
            "postgres://u:secret@localhost/guichet?host=db.example.org",
            "postgres://u:secret@localhost/guichet?hostaddr=192.0.2.7",
            "postgres://u:secret@%6cocalhost/guichet",
            "postgres://u:secret@db.example.org/guichet?sslrootcert=/etc/ca.pem",
            "postgres://u:secret@db.example.org/guichet#?sslmode=prefer",
        ] {
            assert_eq!(mode(url, None), "VerifyFull", "{url}");
            assert_eq!(mode(url, Some("disable")), "Disable", "{url}");
        }
        for url in [
            "postgres://u:secret@localhost/guichet",
            "postgres://u:secret@127.0.0.1/guichet",
            "postgres://u:secret@127.9.9.9/guichet",
            "postgres://u:secret@[::1]/guichet",
            "postgres://u:secret@[::ffff:127.0.0.1]/guichet",
            "postgres://u:secret@%2Fvar%2Frun%2Fpostgresql/guichet",
            "postgres://u:secret@db.example.org/guichet?host=/var/run/postgresql",
        ] {
            assert_eq!(mode(url, None), "Prefer", "{url}");
            assert_eq!(mode(url, Some("verify-full")), "VerifyFull", "{url}");
        }
    }

    #[test]
    fn the_address_counts_before_the_environment() {
        let url = "postgres://u:secret@db.example.org/guichet?sslmode=";
        for (said, is) in [
            ("disable", "Disable"),
            ("allow", "Allow"),
            ("prefer", "Prefer"),
            ("require", "Require"),
            ("verify-ca", "VerifyCa"),
            ("verify-full", "VerifyFull"),
        ] {
            assert_eq!(mode(&format!("{url}{said}"), Some("require")), is);
        }
    }

    #[test]
    fn what_is_not_understood_is_refused_and_tells_no_password() {
        let url = "postgres://u:secret@db.example.org/guichet";
        for (url, environment, named) in [
            (format!("{url}?sslmod=verify-full"), None, "sslmod"),
            (
                format!("{url}?channel_binding=require"),
                None,
                "channel_binding",
            ),
            (format!("{url}?sslmode=verify_full"), None, "database"),
            (format!("{url}?sslmode="), None, "database"),
            (url.to_owned(), Some("verify_full"), "PGSSLMODE"),
            (url.to_owned(), Some(""), "PGSSLMODE"),
            (
                "postgres://u:secret@db:port/guichet".to_owned(),
                None,
                "database",
            ),
        ] {
            let said = options_in(&url, environment).unwrap_err().to_string();
            assert!(said.contains(named) && !said.contains("secret"), "{said}");
        }
    }
}
