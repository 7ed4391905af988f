//! Serves attached files so that browsers only save them; a page may still show a picture. Files
//! are sent in pieces, as fast as they are read.

use crate::kernel::answer::Failed;
use crate::kernel::headers::AsItIs;
use crate::kernel::keyed_limiter::Permit;
use crate::kernel::served::Served;
use crate::kernel::{held, rejection};
use axum::body::{Body, Bytes};
use axum::extract::{Extension, Path, Request};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use futures::stream::BoxStream;
use guichet_app::in_query;
use guichet_desk::{Caller, DeskError};
use guichet_domain::kernel::failure::Failure;
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::{FileId, PersonId, TicketId};

/// Seconds after which one of the running downloads is likely to be finished.
pub const AGAIN: u64 = 5;

pub async fn download(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Path((ticket, file)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (Ok(ticket), Ok(file)) = (ticket.parse::<TicketId>(), file.parse::<FileId>()) else {
        return Failed(Failure::NotFound).into_response();
    };
    let Some(place) = state.downloads.take(caller.person) else {
        return rejection::busy(&state, &request, "downloads", AGAIN);
    };
    match state.desk.download(caller, ticket, file).await {
        Ok(download) => {
            let headers = sandboxed(&download.attachment);
            let sent = streamed(download.size, download.bytes, place, headers);
            ([(header::CACHE_CONTROL, "private, no-store")], sent).into_response()
        }
        Err(error) => Failed(error.into()).into_response(),
    }
}

/// Headers of a file that somebody uploaded: it is saved, or shown as a picture of a page, and never
/// does anything.
pub fn sandboxed(attachment: &Attachment) -> [(HeaderName, String); 3] {
    // RFC 6266 and RFC 8187: the name as UTF-8, percent-encoded.
    let name = in_query(&attachment.name).replace('/', "%2F");
    [
        (header::CONTENT_TYPE, attachment.media_type.clone()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{name}"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox; frame-ancestors 'none'".into(),
        ),
    ]
}

/// An answer of `size` bytes, streamed without holding more than is being sent. A slow reader keeps
/// the permit.
pub fn streamed<const N: usize>(
    size: u64,
    bytes: BoxStream<'static, Result<Bytes, DeskError>>,
    place: impl Into<Option<Permit<PersonId>>>,
    headers: [(HeaderName, String); N],
) -> Response {
    let length = [(header::CONTENT_LENGTH, size.to_string())];
    let mut response = (headers, length, Body::from_stream(bytes)).into_response();
    response.extensions_mut().insert(AsItIs);
    held::until_sent(response, place.into())
}
