//! The index of articles that a browser finds with. It is asked for again and again, and sent only
//! when it has changed.

use crate::kernel::answer::{Failed, has};
use crate::kernel::served::Served;
use axum::extract::{Extension, Path};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use guichet_desk::Caller;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::language::Language;

pub async fn index(
    Served(state): Served,
    caller: Option<Extension<Caller>>,
    Path(language): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(language) = Language::from_code(&language) else {
        return Failed(Failure::NotFound).into_response();
    };
    let caller = caller.map(|Extension(caller)| caller);
    let file = match state.desk.article_index(caller, language).await {
        Ok(file) => file,
        Err(error) => return Failed(error.into()).into_response(),
    };
    // Weak: the same bytes may be sent compressed (RFC 9110, 8.8.3.3).
    let tag = format!("W/\"{}\"", file.version());
    let kept = [
        (header::ETAG, tag.clone()),
        // Whoever signs in next in this browser may read other articles.
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::VARY, header::COOKIE.to_string()),
    ];
    if has(&headers, &tag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
    (kept, kind, file.bytes()).into_response()
}
