//! Serves the built client.

use crate::kernel::accepted::accepted;
use crate::kernel::rejection;
use crate::kernel::site::{Site, media_type};
use crate::kernel::state::AppState;
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower::ServiceBuilder;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

/// Routes of the files of this version; files of other versions are not served.
pub fn routes(site: &Site, pkg: &str) -> Router<AppState> {
    let forever = SetResponseHeaderLayer::overriding(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    let forever = ServiceBuilder::new().layer(forever);
    // What it asks for is asked under this policy (Content Security Policy 3, 4.2), and it is looked
    // for anew at each visit.
    let worker = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::overriding(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; connect-src 'self'"),
        ))
        .layer(SetResponseHeaderLayer::overriding(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-cache"),
        ));
    let routes = Router::new().route("/pkg/{*other}", get(rejection::missing));
    match site {
        Site::Folder(folder) => {
            let files = ServeDir::new(folder.join("pkg"))
                .precompressed_br()
                .precompressed_gzip();
            routes
                .nest_service(&format!("/{pkg}"), forever.service(files))
                .route_service("/favicon.svg", ServeFile::new(folder.join("favicon.svg")))
                .route_service(
                    "/offline.js",
                    worker.service(ServeFile::new(folder.join("offline.js"))),
                )
        }
        Site::Inside => {
            let inside = |Path(file): Path<String>, headers: HeaderMap| async move {
                file_inside(&format!("pkg/{file}"), &headers)
            };
            let icon = |headers: HeaderMap| async move { file_inside("favicon.svg", &headers) };
            let offline = |headers: HeaderMap| async move { file_inside("offline.js", &headers) };
            routes
                .route(&format!("/{pkg}/{{file}}"), get(inside).layer(forever))
                .route("/favicon.svg", get(icon))
                .route("/offline.js", get(offline).layer(worker))
        }
    }
}

/// A file of the client, compressed if the browser accepts that (RFC 9110, 12.5.3).
fn file_inside(path: &str, headers: &HeaderMap) -> Response {
    let Some(media_type) = media_type(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = [
        (header::CONTENT_TYPE, media_type),
        (header::VARY, "Accept-Encoding"),
    ];
    let codings = accepted(headers, header::ACCEPT_ENCODING);
    for (coding, ending) in [("br", "br"), ("gzip", "gz")] {
        if codings.iter().any(|(_, named)| named == coding)
            && let Some(bytes) = Site::Inside.read(&format!("{path}.{ending}"))
        {
            return (kind, [(header::CONTENT_ENCODING, coding)], bytes).into_response();
        }
    }
    match Site::Inside.read(path) {
        Some(bytes) => (kind, bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
