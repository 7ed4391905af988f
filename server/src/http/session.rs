//! Who asks, and in which language: found once, before anything else looks at a request.

use crate::http::cookies::{DEVICE, HALF, LANGUAGE, SESSION, THEME};
use crate::http::{AppState, address, carrying, cookies};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use guichet_app::Theme;
use guichet_desk::{HalfToken, Token};
use guichet_domain::identity::client::Origin;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::language::Language;
use std::convert::Infallible;
use std::net::SocketAddr;

/// What pages ask for by themselves, or a browser keeps open: nobody need sit there.
const BACKGROUND: [&str; 7] = [
    "/live",
    "/healthz",
    "/readyz",
    "/api/catch-up",
    "/api/look-at-ticket",
    "/api/me",
    "/api/notifications",
];

/// The device cookie of a browser.
#[derive(Clone)]
struct Device(String);

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
    let cookie = |name| cookies::value(&jar, state.secure, name);
    let theme = match cookie(THEME) {
        Some("light") => Theme(Some("light")),
        Some("dark") => Theme(Some("dark")),
        _ => Theme(None),
    };
    let token = cookie(SESSION).and_then(Token::parse);
    let origin = origin(&state, &request);
    let used = !BACKGROUND.contains(&request.uri().path());
    let caller = match &token {
        Some(token) => match state
            .desk
            .reached_from(origin.clone())
            .visit(token, used)
            .await
        {
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
    if let Some(half) = cookie(HALF).and_then(HalfToken::parse) {
        extensions.insert(half);
    }
    if let Some(device) = cookie(DEVICE) {
        extensions.insert(Device(device.to_owned()));
    }
    if let (Some(caller), Some(token)) = (caller, token) {
        extensions.insert(caller);
        extensions.insert(token);
    }
    let posted = request.method() == Method::POST;
    let response = next.run(request).await;
    if posted && was_taken(&response) {
        let taken = CookieJar::new().add(cookies::taken(&state));
        return (taken, response).into_response();
    }
    response
}

/// Whether a form did what it should: its answer leads to a page that says so.
fn was_taken(response: &Response) -> bool {
    let location = response.headers().get(header::LOCATION);
    response.status() == StatusCode::SEE_OTHER
        && location
            .and_then(|location| location.to_str().ok())
            .is_some_and(|location| location.contains("done="))
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
        if let Some(Device(cookie)) = parts.extensions.get() {
            state.desk = state.desk.shown(cookie);
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
        let status = guichet_app::status(&self.0);
        let wait = match self.0 {
            Failure::Throttled(seconds) => Some([(header::RETRY_AFTER, seconds.to_string())]),
            _ => None,
        };
        (status, wait, axum::Json(self.0)).into_response()
    }
}

/// The cookie's language, else the best that the browser asks for (RFC 9110, 12.5.4), else French.
fn language(jar: &CookieJar, headers: &HeaderMap) -> Language {
    let chosen = cookies::any_value(jar, LANGUAGE).and_then(Language::from_code);
    if let Some(language) = chosen {
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
