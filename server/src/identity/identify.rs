//! Finds the caller and the language of a request, before anything else looks at it.

use crate::identity::resubmit;
use crate::kernel::answer::{Failed, wants_page};
use crate::kernel::cookies::{DEVICE, PENDING, SESSION, THEME};
use crate::kernel::language::language;
use crate::kernel::served::Device;
use crate::kernel::state::AppState;
use crate::kernel::{address, cookies};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use guichet_app::Theme;
use guichet_app::in_query;
use guichet_desk::{PendingToken, Token};
use guichet_domain::identity::client::Client;
use guichet_domain::kernel::failure::Failure;
use std::net::SocketAddr;

/// Addresses that pages request by themselves or browsers keep open; they are no sign that a person
/// is present.
const BACKGROUND: [&str; 9] = [
    "/live",
    "/healthz",
    "/readyz",
    "/api/catch-up",
    "/api/groups",
    "/api/look-at-ticket",
    "/api/look-at-article",
    "/api/me",
    "/api/notifications",
];

/// Whether a path is open to people who are not signed in. All others require a session.
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
            | "/api/feedback-question"
    ) || path.starts_with("/setup/")
        || path.starts_with("/link/")
        || path.starts_with("/feedback/")
}

/// Whether whoever has not signed in reads articles there, where the desk allows it.
async fn is_open(state: &AppState, method: &Method, path: &str) -> bool {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    // An article, its files, and the index of those that are for everybody.
    let page = path == "/help" || path.starts_with("/help/");
    let shows = reads && page || matches!(path, "/api/help" | "/api/article");
    shows
        && state
            .desk
            .directory()
            .await
            .is_ok_and(|directory| directory.settings.open_articles)
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
    let client = client(&state, &request);
    let used = !BACKGROUND.contains(&request.uri().path());
    let caller = match &token {
        Some(token) => match state
            .desk
            .from_client(client.clone())
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
    extensions.insert(client);
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    if caller.is_none() && !is_public(&path) && !is_open(&state, &method, &path).await {
        return stop(&state, request).await;
    }
    let extensions = request.extensions_mut();
    if let Some(pending) = cookie(PENDING).and_then(PendingToken::parse) {
        extensions.insert(pending);
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

/// Whether a form succeeded: its answer then redirects to a page that says so.
fn was_taken(response: &Response) -> bool {
    let location = response.headers().get(header::LOCATION);
    response.status() == StatusCode::SEE_OTHER
        && location
            .and_then(|location| location.to_str().ok())
            .is_some_and(|location| location.contains("done="))
}

/// Network address and browser of a request, as sessions and the log keep them.
fn client(state: &AppState, request: &Request) -> Client {
    let headers = request.headers();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = peer.map(|ConnectInfo(peer)| {
        address::client(&state.trusted_proxies, *peer, headers).to_string()
    });
    let device = headers.get(header::USER_AGENT);
    Client::new(
        address.unwrap_or_default(),
        device.and_then(|v| v.to_str().ok()).unwrap_or_default(),
    )
}

/// Redirects people to the sign-in page, and from there back; answers programs with a failure.
async fn stop(state: &AppState, request: Request) -> Response {
    let uri = request.uri().clone();
    if wants_page(request.headers()) {
        // What is posted has its form at the same address; the few that have none are no pages.
        let next = match *request.method() {
            Method::GET => uri.path_and_query().map_or("/", |path| path.as_str()),
            _ => uri.path(),
        };
        let next: String = in_query(next);
        if request.method() == Method::POST
            && let Ok(asked) = resubmit::ask(state, request).await
        {
            return asked;
        }
        return Redirect::to(&format!("/sign-in?next={next}")).into_response();
    }
    Failed(Failure::SignedOut).into_response()
}
