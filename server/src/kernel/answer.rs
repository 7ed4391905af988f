//! Answers to programs, and whether a person or a program waits for the answer.

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use guichet_domain::kernel::failure::Failure;

/// Whether a person waits for the answer, and not a program.
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Whether a browser has what bears this validator (RFC 9110, 13.1.2).
pub fn has(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH);
    let known = known.and_then(|known| known.to_str().ok());
    let mut known = known.unwrap_or_default().split(',');
    known.any(|one| one.trim() == tag)
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
