//! Who asks, and in which language: found once, before anything else looks at a request.

use crate::http::{AppState, address, carrying};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use guichet_app::Theme;
use guichet_desk::{HalfToken, SESSION_DAYS, Token};
use guichet_domain::audit::Origin;
use guichet_domain::directory::Language;
use guichet_domain::wire::Failure;
use std::convert::Infallible;
use std::net::SocketAddr;

pub const SESSION: &str = "guichet_session";
/// Between the password and the second factor.
pub const HALF: &str = "guichet_half";
pub const LANGUAGE: &str = "guichet_language";
pub const THEME: &str = "guichet_theme";

/// Pages and forms for whoever is not signed in yet. Everything else wants a session.
fn is_public(path: &str) -> bool {
    matches!(
        path,
        "/healthz"
            | "/readyz"
            | "/sign-in"
            | "/sign-in/code"
            | "/sign-in/enrol"
            | "/sign-out"
            | "/language"
            | "/theme"
            | "/forgotten"
            | "/api/me"
    ) || path.starts_with("/setup/")
        || path.starts_with("/link/")
}

pub async fn identify(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let language = language(&jar, request.headers());
    let theme = match jar.get(THEME).map(Cookie::value) {
        Some("light") => Theme(Some("light")),
        Some("dark") => Theme(Some("dark")),
        _ => Theme(None),
    };
    let token = jar
        .get(SESSION)
        .and_then(|cookie| Token::parse(cookie.value()));
    let origin = origin(&state, &request);
    let caller = match &token {
        Some(token) => match state.desk.reached_from(origin.clone()).visit(token).await {
            Ok(caller) => Some(caller),
            Err(error) => {
                if Failure::from(&error) == Failure::Internal {
                    return Failed(error.into()).into_response();
                }
                None
            }
        },
        None => None,
    };
    let extensions = request.extensions_mut();
    extensions.insert(language);
    extensions.insert(theme);
    extensions.insert(origin);
    if caller.is_none() && !is_public(request.uri().path()) {
        return stop(&state, request).await;
    }
    let extensions = request.extensions_mut();
    if let Some(half) = jar
        .get(HALF)
        .and_then(|cookie| HalfToken::parse(cookie.value()))
    {
        extensions.insert(half);
    }
    if let (Some(caller), Some(token)) = (caller, token) {
        extensions.insert(caller);
        extensions.insert(token);
    }
    next.run(request).await
}

/// What a request is served with, by a desk that knows where it comes from.
pub struct Served(pub AppState);

impl FromRequestParts<AppState> for Served {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let mut state = state.clone();
        if let Some(origin) = parts.extensions.get::<Origin>() {
            state.desk = state.desk.reached_from(origin.clone());
        }
        Ok(Self(state))
    }
}

/// Where a request comes from, as sessions and the log keep it.
fn origin(state: &AppState, request: &Request) -> Origin {
    let headers = request.headers();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = peer.map(|ConnectInfo(peer)| {
        address::client(&state.trusted_proxies, *peer, headers).to_string()
    });
    let device = headers.get(header::USER_AGENT);
    Origin::new(
        address.unwrap_or_default(),
        device.and_then(|v| v.to_str().ok()).unwrap_or_default(),
    )
}

/// Sends people to the sign-in page, and back from there; tells programs.
async fn stop(state: &AppState, request: Request) -> Response {
    let uri = request.uri().clone();
    if wants_page(request.headers()) {
        // What is posted has its form at the same address; the few that have none are no pages.
        let next = match *request.method() {
            Method::GET => uri.path_and_query().map_or("/", |path| path.as_str()),
            _ => uri.path(),
        };
        let next: String = form_encode(next);
        if request.method() == Method::POST
            && let Ok(asked) = carrying::ask(state, request).await
        {
            return asked;
        }
        return Redirect::to(&format!("/sign-in?next={next}")).into_response();
    }
    Failed(Failure::SignedOut).into_response()
}

/// Whether a person waits for the answer, and not a program.
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// The language of an answer that is given before anybody was looked up.
pub fn asked_language(headers: &HeaderMap) -> Language {
    language(&CookieJar::from_headers(headers), headers)
}

pub fn form_encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// A failure as an answer to a program.
pub struct Failed(pub Failure);

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let status = guichet_app::api::status(&self.0);
        let wait = match self.0 {
            Failure::Throttled(seconds) => Some([(header::RETRY_AFTER, seconds.to_string())]),
            _ => None,
        };
        (status, wait, axum::Json(self.0)).into_response()
    }
}

/// The cookie's language, else the best that the browser asks for (RFC 9110, 12.5.4), else French.
fn language(jar: &CookieJar, headers: &HeaderMap) -> Language {
    if let Some(language) = jar
        .get(LANGUAGE)
        .and_then(|cookie| Language::from_code(cookie.value()))
    {
        return language;
    }
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let mut ranked: Vec<(f32, Language)> = accepted
        .split(',')
        .filter_map(|part| {
            let (range, q) = part.trim().split_once(";q=").unwrap_or((part.trim(), "1"));
            let language = Language::from_code(range.split('-').next()?)?;
            Some((q.parse().ok().filter(|q| *q > 0.0)?, language))
        })
        .collect();
    // Stable: of equals the first stays first.
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked
        .first()
        .map_or_else(Language::default, |(_, language)| *language)
}

/// The session cookie. `Lax`, so that a link in a mail finds people signed in.
pub fn session_cookie(state: &AppState, token: &Token) -> Cookie<'static> {
    Cookie::build((SESSION, token.reveal().to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(state.secure)
        .max_age(time::Duration::days(SESSION_DAYS))
        .build()
}

/// The cookie of somebody half way in. It ends with the browser, if not before.
pub fn half_cookie(state: &AppState, half: &HalfToken) -> Cookie<'static> {
    Cookie::build((HALF, half.reveal().to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(state.secure)
        .build()
}

/// Takes a cookie back.
pub fn no_cookie(state: &AppState, name: &'static str) -> Cookie<'static> {
    Cookie::build((name, ""))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(state.secure)
        .max_age(time::Duration::ZERO)
        .build()
}

/// A cookie that remembers a choice for a year.
pub fn choice_cookie(state: &AppState, name: &'static str, value: &'static str) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(state.secure)
        .max_age(time::Duration::days(365))
        .build()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn asked(accept: &str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, accept.parse().unwrap());
        language(&CookieJar::new(), &headers)
    }

    #[test]
    fn the_browser_chooses_the_language() {
        assert_eq!(asked("en-GB,en;q=0.9,fr;q=0.8"), Language::En);
        assert_eq!(asked("fr-CA"), Language::Fr);
        assert_eq!(asked("de,en;q=0.4,fr;q=0.6"), Language::Fr);
        assert_eq!(asked("de"), Language::Fr);
        assert_eq!(asked("en;q=0,*"), Language::Fr);
        assert_eq!(asked(";;;q=x"), Language::Fr);
    }
}
