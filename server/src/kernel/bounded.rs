//! Refuses bodies that are too large, before they are read.

use crate::kernel::rejection;
use crate::kernel::state::AppState;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use futures::StreamExt;
use guichet_desk::Caller;

/// Refuses a body whose declared length is too large, and limits the others while they are read.
pub async fn bounded(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let is_signed_in = request.extensions().get::<Caller>().is_some();
    let bound = state.bounds.body(
        request.method(),
        path.map(MatchedPath::as_str),
        is_signed_in,
    );
    if length(request.headers()).is_some_and(|length| length > bound as u64) {
        let (parts, body) = request.into_parts();
        linger(body);
        return if is_signed_in {
            rejection::unread(&parts, StatusCode::PAYLOAD_TOO_LARGE)
        } else {
            rejection::too_large_signed_out(&state, &parts)
        };
    }
    DefaultBodyLimit::max(bound).apply(&mut request);
    next.run(request).await
}

/// Bytes of a refused body that are read all the same, and discarded.
const LINGER: usize = 4 * 1024 * 1024;

/// Goes on reading a body for a while after the answer: closing the connection of a client that is
/// still sending would lose the answer (RFC 9112, 9.6).
pub fn linger(body: Body) {
    tokio::spawn(async move {
        let mut parts = body.into_data_stream();
        let mut left = LINGER;
        while let Some(Ok(part)) = parts.next().await {
            left = left.saturating_sub(part.len());
            if left == 0 {
                break;
            }
        }
    });
}

/// Length of the body according to its headers.
pub fn length(headers: &HeaderMap) -> Option<u64> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}
