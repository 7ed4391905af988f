//! Refusing what is larger than is taken, before it is read.

use crate::kernel::rejection;
use crate::kernel::state::AppState;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use futures::StreamExt;
use guichet_desk::Caller;

/// Refuses a body that says itself that it is too large, and holds the others to their bound while
/// they are read.
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

/// Bytes of a refused body that are read all the same, and thrown away.
const LINGER: usize = 4 * 1024 * 1024;

/// Reads on for a while after the answer: a connection that is closed on somebody who still sends
/// takes the answer with it (RFC 9112, 9.6).
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

/// How long a body says that it is.
pub fn length(headers: &HeaderMap) -> Option<u64> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}
