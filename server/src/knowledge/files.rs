//! Files and pictures of articles.

use crate::kernel::answer::{Failed, has};
use crate::kernel::form::command;
use crate::kernel::multipart::posted;
use crate::kernel::rejection;
use crate::kernel::served::Served;
use crate::tickets::files::{AGAIN, sandboxed, streamed};
use axum::extract::{Extension, Path, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use guichet_desk::Caller;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::{ArticleId, FileId};

/// Sends a file of an article. A browser keeps it, and asks each time whether it may still have it.
pub async fn download(
    Served(state): Served,
    caller: Option<Extension<Caller>>,
    Path((article, file)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let (Ok(article), Ok(file)) = (article.parse::<ArticleId>(), file.parse::<FileId>()) else {
        return Failed(Failure::NotFound).into_response();
    };
    let caller = caller.map(|Extension(caller)| caller);
    // Whoever has not signed in has as many as they have connections.
    let place = caller.map(|caller| state.downloads.take(caller.person));
    if matches!(place, Some(None)) {
        return rejection::busy(&state, &request, "downloads", AGAIN);
    }
    let download = match state.desk.article_file(caller, article, file).await {
        Ok(download) => download,
        Err(error) => return Failed(error.into()).into_response(),
    };
    // What is stored never changes, and another file has another number.
    let kept = [
        (header::ETAG, format!("\"{file}\"")),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::VARY, header::COOKIE.to_string()),
    ];
    if has(&headers, &kept[0].1) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let sent = streamed(
        download.size,
        download.bytes,
        place.flatten(),
        sandboxed(&download.attachment),
    );
    (kept, sent).into_response()
}

/// Adds a file to the draft of an article, for the page where it is written.
pub async fn attach(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Path(article): Path<String>,
    request: Request,
) -> Response {
    let Ok(article) = article.parse::<ArticleId>() else {
        return Failed(Failure::NotFound).into_response();
    };
    let Some(_place) = state.uploads.take(caller.person) else {
        return rejection::busy(&state, &request, "uploads", AGAIN);
    };
    let (_, values, file) = match posted(&state, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let id = command(&state, &values);
    let attached = state
        .desk
        .attach_to_article(caller, article, id, file.upload());
    match attached.await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => Failed(error.into()).into_response(),
    }
}
