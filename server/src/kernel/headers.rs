//! Headers of every answer, and the logging of requests.

use crate::kernel::address;
use crate::kernel::state::AppState;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::Response;
use guichet_domain::mail::reply_address::SIGNATURE;
use std::net::SocketAddr;
use std::time::Duration;
use tower_http::classify::{ServerErrorsAsFailures, SharedClassifier};
use tower_http::trace::TraceLayer;
use tracing::Span;

/// Policy for everything but pages, which have a policy with a nonce: nothing is allowed.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// Strict transport security for a year, for this host only: other hosts of the domain are not ours
/// (RFC 6797, 6.1).
const HSTS: &str = "max-age=31536000";

pub async fn secure(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &str); 4] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=()",
        ),
    ];
    for (name, value) in fixed {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(NOTHING));
    if state.secure {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(HSTS),
        );
    }
    if is_json(headers) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Marks an answer that is not compressed. Compressing a stream takes megabytes of memory for as
/// long as its reader takes.
#[derive(Clone, Copy)]
pub struct AsItIs;

pub fn is_compressed(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<AsItIs>().is_none()
}

/// Whether an answer is JSON: it nearly always contains personal data, and must not be cached.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind == "application/json" || kind.ends_with("+json")
}

/// Identifier of a request in the log and in its answer.
#[derive(Clone)]
struct Number(String);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives each request an identifier. One set by a trusted proxy is kept.
pub async fn number(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let given = request
        .headers()
        .get(&REQUEST_ID)
        .and_then(|id| id.to_str().ok())
        .filter(|id| address::is_trusted(&state, peer.ip()) && is_number(id))
        .map(str::to_owned);
    let number = given.unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string());
    request.extensions_mut().insert(Number(number.clone()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&number) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// Whether a text is a valid request identifier, which cannot forge lines of the log.
fn is_number(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=64).contains(&text.len()) && text.bytes().all(fits)
}

type Log = TraceLayer<
    SharedClassifier<ServerErrorsAsFailures>,
    fn(&Request) -> Span,
    (),
    fn(&Response, Duration, &Span),
    (),
    (),
    (),
>;

/// Logs one line for each request, with its identifier on every line logged meanwhile.
pub fn logged() -> Log {
    TraceLayer::new_for_http()
        .make_span_with(span as fn(&Request) -> Span)
        .on_request(())
        .on_response(answered as fn(&Response, Duration, &Span))
        .on_body_chunk(())
        .on_eos(())
        .on_failure(())
}

fn answered(response: &Response, took: Duration, _: &Span) {
    let status = response.status().as_u16();
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        tracing::error!(status, ms, "answered");
    } else {
        tracing::info!(status, ms, "answered");
    }
}

/// A request in the log: its identifier, the method and the path. Never the query, which holds what
/// people search for, and never a cookie.
fn span(request: &Request) -> Span {
    let path = request.uri().path();
    // A link that lets somebody in is a secret.
    let secret = path.match_indices('/').nth(1).map(|(second, _)| second);
    let path = match secret {
        Some(second) if SECRET.contains(&&path[..second]) => format!("{}/…", &path[..second]),
        _ => without_secrets(path),
    };
    let id = request.extensions().get::<Number>().map_or("", |n| &n.0);
    tracing::info_span!("request", id, method = %request.method(), path)
}

/// A path with words that may be secrets left out: a damaged link leads nowhere, but its secret may
/// still be valid elsewhere.
fn without_secrets(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_alphanumeric());
        let (word, after) = from.split_at(end.unwrap_or(from.len()));
        out.push_str(before);
        // As at the end of a reply address, or of a link to a question.
        let is_signature = word.len() == SIGNATURE && before.ends_with('.');
        out.push_str(if word.len() >= SECRET_MIN || is_signature {
            "…"
        } else {
            word
        });
        rest = after;
    }
    out + rest
}

/// Length from which a word of a path counts as a secret.
const SECRET_MIN: usize = 32;

/// Paths below which everything counts as secret.
const SECRET: [&str; 3] = ["/setup", "/link", "/feedback"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_logged_however_its_link_was_mangled() {
        let token = "b72772ede9c602de89b675807e5097d1286302d7b08261079c5776396176ec89";
        for path in [
            "//link/",
            "/./link/",
            "/x/../link/",
            "/Link/",
            "/link;x/",
            "/",
        ] {
            let said = without_secrets(&format!("{path}{token}.x"));
            assert_eq!(said, format!("{path}….x"));
        }
        assert_eq!(without_secrets(&format!("/link%2f{token}")), "/link%…");
        // Shorter, and signed all the same.
        for path in ["/feedback/", "/Feedback/", "//feedback/", "/x/", "/"] {
            let said = without_secrets(&format!("{path}INC-1042.ccd4axyn6yr4uena"));
            assert!(!said.contains("ccd4axyn6yr4uena"), "{said}");
        }
        let file = "/files/1/0af76519-16cd-43dd-8448-eb211c80319c";
        for path in ["/", "", "/tickets/INC-1042", "/admin/é/", file] {
            assert_eq!(without_secrets(path), path);
        }
    }

    #[test]
    fn a_number_is_one_word() {
        assert!(is_number("0af7651916cd43dd8448eb211c80319c") && is_number("Root-1_2.3"));
        for text in ["", "a b", "a\nb", "x\u{1b}[2J", "{}", &"9".repeat(65)] {
            assert!(!is_number(text), "{text:?}");
        }
    }
}
