//! Headers that every answer carries, and what is logged of a request.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Span;

/// Pages bring a policy of their own, with a nonce; whatever else is served may do nothing at all.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

pub async fn secure(request: Request, next: Next) -> Response {
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
    response
}

/// A request in the log: an id, the method and the path. Never the query, which holds what people
/// look for, and never a cookie.
pub fn span<B>(request: &axum::http::Request<B>) -> Span {
    let path = request.uri().path();
    // A set-up link is a secret.
    let path = if path.starts_with("/setup/") {
        "/setup/…"
    } else {
        path
    };
    tracing::info_span!("request", id = %uuid::Uuid::new_v4().simple(), method = %request.method(), path)
}
