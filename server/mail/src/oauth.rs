//! Access tokens for mail servers that take no passwords (OAuth 2.0, RFC 6749): by client
//! credentials (section 4.4) or with a refresh token (section 6).

use crate::tls::client_config;
use reqwest::{Client, Url, redirect};
use serde::Deserialize;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of an answer.
const ANSWER_MAX: usize = 64 * 1024;
/// A token is replaced so long before it expires.
const BEFORE_IT_ENDS: Duration = Duration::from_secs(60);
/// Seconds that a token is good for if the server does not say.
const SECONDS: u64 = 300;
/// Characters of an answer that are repeated in an error.
const REASON_MAX: usize = 200;

/// How access tokens are asked for.
#[derive(Clone)]
pub struct Grant {
    /// Token endpoint: `https://`, or `http://` on this machine only.
    pub endpoint: String,
    /// Client identifier.
    pub client: String,
    /// Client secret; some servers want none beside a refresh token.
    pub secret: Option<String>,
    /// Scopes, separated by spaces.
    pub scope: Option<String>,
    /// File with a refresh token; without one, the client's credentials are used. A token that the
    /// server gives in its place is written there.
    pub refresh_token: Option<PathBuf>,
    /// PEM file with certificate authorities to trust besides the usual ones.
    pub authorities: Option<PathBuf>,
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The secret is nobody's business.
        write!(f, "{} at {}", self.client, self.endpoint)
    }
}

/// Why there is no access token.
#[derive(Debug, thiserror::Error)]
#[error("OAuth: {0}")]
pub struct NoToken(String);

/// Gives access tokens, each for as long as it is good. Clones share it.
#[derive(Clone, Debug)]
pub struct Tokens {
    grant: Arc<Grant>,
    client: Client,
    current: Arc<Mutex<Option<Current>>>,
}

struct Current {
    token: String,
    until: Instant,
}

impl fmt::Debug for Current {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Current")
    }
}

/// Answer of a token endpoint (RFC 6749, 5.1).
#[derive(Deserialize)]
struct Granted {
    access_token: String,
    token_type: String,
    expires_in: Option<u64>,
    refresh_token: Option<String>,
}

/// Answer of a token endpoint that refuses (RFC 6749, 5.2).
#[derive(Deserialize)]
struct Refused {
    error: String,
    error_description: Option<String>,
}

impl Tokens {
    /// Tokens by this grant; nothing is asked for yet.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the settings, without the secret.
    pub fn new(grant: Grant) -> Result<Self, String> {
        let url = Url::parse(&grant.endpoint).map_err(|error| error.to_string())?;
        let host = url.host_str().unwrap_or_default();
        let near = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        if url.scheme() != "https" && !(url.scheme() == "http" && near) {
            return Err("the secret would travel for all to read: use https://".into());
        }
        if grant.secret.is_none() && grant.refresh_token.is_none() {
            return Err("neither a client secret nor a refresh token is given".into());
        }
        let tls = client_config(grant.authorities.as_deref())?;
        let client = Client::builder()
            .use_preconfigured_tls(tls)
            // A secret is sent where it was meant to be, and nowhere else.
            .redirect(redirect::Policy::none())
            .timeout(PATIENCE)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            grant: Arc::new(grant),
            client,
            current: Arc::default(),
        })
    }

    /// The access token: the one that is good, or a new one.
    ///
    /// # Errors
    /// [`NoToken`] says why the server gave none.
    pub async fn access(&self) -> Result<String, NoToken> {
        // Who comes meanwhile waits for the same token.
        let mut current = self.current.lock().await;
        if let Some(known) = current
            .as_ref()
            .filter(|known| known.until > Instant::now())
        {
            return Ok(known.token.clone());
        }
        let asked = Instant::now();
        let granted = self.ask().await?;
        let seconds = Duration::from_secs(granted.expires_in.unwrap_or(SECONDS).min(86_400));
        let until = asked + seconds.saturating_sub(BEFORE_IT_ENDS);
        let token = granted.access_token.clone();
        *current = Some(Current { token, until });
        Ok(granted.access_token)
    }

    /// Forgets a token that a server did not take.
    pub async fn reject(&self, token: &str) {
        let mut current = self.current.lock().await;
        if current.as_ref().is_some_and(|known| known.token == token) {
            *current = None;
        }
    }

    async fn ask(&self) -> Result<Granted, NoToken> {
        let grant = &self.grant;
        let refresh_token = match &grant.refresh_token {
            Some(path) => {
                let read = tokio::fs::read_to_string(path).await;
                let read = read.map_err(|e| NoToken(format!("{}: {e}", path.display())))?;
                Some(read.trim().to_owned())
            }
            None => None,
        };
        let mut form = vec![("client_id", grant.client.as_str())];
        match &refresh_token {
            Some(token) => form.extend([("grant_type", "refresh_token"), ("refresh_token", token)]),
            None => form.push(("grant_type", "client_credentials")),
        }
        form.extend(
            grant
                .secret
                .as_deref()
                .map(|secret| ("client_secret", secret)),
        );
        form.extend(grant.scope.as_deref().map(|scope| ("scope", scope)));
        let unreachable = |error: reqwest::Error| NoToken(error.without_url().to_string());
        let request = self.client.post(&grant.endpoint).form(&form);
        let mut answer = request.send().await.map_err(unreachable)?;
        let status = answer.status();
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(unreachable)? {
            body.extend_from_slice(&part);
            if body.len() > ANSWER_MAX {
                return Err(NoToken("the answer is too long".into()));
            }
        }
        if !status.is_success() {
            return Err(NoToken(refused(status.as_u16(), &body)));
        }
        let granted: Granted = serde_json::from_slice(&body)
            // What cannot be read may hold a token all the same.
            .map_err(|_| NoToken("the answer holds no access token".into()))?;
        let usable = granted.access_token.bytes().all(|b| b.is_ascii_graphic());
        if !granted.token_type.eq_ignore_ascii_case("bearer") || !usable {
            return Err(NoToken(format!(
                "tokens of the type {:?} are of no use",
                granted.token_type
            )));
        }
        if let (Some(path), Some(new)) = (&grant.refresh_token, &granted.refresh_token)
            && Some(new) != refresh_token.as_ref()
        {
            let kept = keep(path.clone(), new.clone()).await;
            // It is good for now: the next one may not be to be had.
            if let Err(error) = kept {
                tracing::error!(path = %path.display(), %error, "the new refresh token could not be written");
            }
        }
        Ok(granted)
    }
}

fn refused(status: u16, body: &[u8]) -> String {
    let Ok(refused) = serde_json::from_slice::<Refused>(body) else {
        return format!("the server answered {status}");
    };
    let description = refused.error_description.unwrap_or_default();
    let said = format!("{} {description}", refused.error);
    let line = guichet_domain::kernel::form::one_line(&said);
    line.chars().take(REASON_MAX).collect()
}

/// Replaces the refresh token in its file, for nobody else to read.
async fn keep(path: PathBuf, token: String) -> std::io::Result<()> {
    use tokio::io::AsyncWriteExt;
    let mut name = path.clone().into_os_string();
    name.push(".new");
    let beside = PathBuf::from(name);
    let mut options = tokio::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let mut file = options.open(&beside).await?;
    file.write_all(token.as_bytes()).await?;
    file.sync_all().await?;
    tokio::fs::rename(beside, path).await
}

/// Words with which a client signs in with a token (XOAUTH2, as Google and Microsoft have it).
pub fn xoauth2(user: &str, token: &str) -> String {
    format!("user={user}\u{1}auth=Bearer {token}\u{1}\u{1}")
}

/// Words with which a client signs in with a token (`OAUTHBEARER`, RFC 7628, 3.1).
pub fn oauthbearer(user: &str, host: &str, port: u16, token: &str) -> String {
    // Commas and equals signs part the fields there (RFC 5801, 4).
    let user = user.replace('=', "=3D").replace(',', "=2C");
    format!("n,a={user},\u{1}host={host}\u{1}port={port}\u{1}auth=Bearer {token}\u{1}\u{1}")
}
