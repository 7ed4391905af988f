//! Attached files, served so that a browser does nothing with them but keep them. A page may still
//! show a picture: there it is nothing else.

use crate::http::session::{Failed, Served, form_encode};
use axum::extract::{Extension, Path};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use guichet_desk::Caller;
use guichet_domain::wire::Failure;
use guichet_domain::{FileId, TicketId};

pub async fn download(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Path((ticket, file)): Path<(String, String)>,
) -> Response {
    let (Ok(ticket), Ok(file)) = (ticket.parse::<TicketId>(), file.parse::<FileId>()) else {
        return Failed(Failure::NotFound).into_response();
    };
    match state.desk.download(caller, ticket, file).await {
        Ok(download) => {
            // RFC 6266 and RFC 8187: the name as UTF-8, percent-encoded.
            let name = form_encode(&download.attachment.name).replace('/', "%2F");
            let headers = [
                (header::CONTENT_TYPE, download.attachment.media_type),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename*=UTF-8''{name}"),
                ),
                (
                    header::CONTENT_SECURITY_POLICY,
                    "default-src 'none'; sandbox; frame-ancestors 'none'".into(),
                ),
                (header::CACHE_CONTROL, "private, no-store".into()),
            ];
            (headers, download.bytes).into_response()
        }
        Err(error) => Failed(error.into()).into_response(),
    }
}
