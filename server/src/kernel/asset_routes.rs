//! Serving the built client.

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

/// The files of this version; those of another are not here.
pub fn routes(site: &Site, pkg: &str) -> Router<AppState> {
    let forever = SetResponseHeaderLayer::overriding(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    let forever = ServiceBuilder::new().layer(forever);
    let routes = Router::new().route("/pkg/{*other}", get(rejection::missing));
    match site {
        Site::Folder(folder) => {
            let files = ServeDir::new(folder.join("pkg"))
                .precompressed_br()
                .precompressed_gzip();
            routes
                .nest_service(&format!("/{pkg}"), forever.service(files))
                .route_service("/favicon.svg", ServeFile::new(folder.join("favicon.svg")))
        }
        Site::Inside => {
            let inside = |Path(file): Path<String>, headers: HeaderMap| async move {
                file_inside(&format!("pkg/{file}"), &headers)
            };
            let icon = |headers: HeaderMap| async move { file_inside("favicon.svg", &headers) };
            routes
                .route(&format!("/{pkg}/{{file}}"), get(inside).layer(forever))
                .route("/favicon.svg", get(icon))
        }
    }
}

/// A file of the program's own client, compressed where the browser takes that (RFC 9110, 12.5.3).
fn file_inside(path: &str, headers: &HeaderMap) -> Response {
    let Some(media_type) = media_type(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = [
        (header::CONTENT_TYPE, media_type),
        (header::VARY, "Accept-Encoding"),
    ];
    let accepted = headers.get_all(header::ACCEPT_ENCODING);
    let accepted = accepted.iter().filter_map(|value| value.to_str().ok());
    let accepted: Vec<&str> = accepted.flat_map(|value| value.split(',')).collect();
    for (coding, ending) in [("br", "br"), ("gzip", "gz")] {
        if accepted.iter().any(|one| accepts(one, coding))
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

/// Whether one part of `Accept-Encoding` takes a coding: by its name, and not with a weight of 0.
fn accepts(part: &str, coding: &str) -> bool {
    let mut parts = part.split(';').map(str::trim);
    let named = parts
        .next()
        .is_some_and(|name| name.eq_ignore_ascii_case(coding));
    let weight = parts.find_map(|one| one.strip_prefix("q="));
    named && weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn what_is_named_and_weighs_something_is_taken() {
        for part in ["br", " BR ", "br;q=1", "br; q=0.5"] {
            assert!(accepts(part, "br"), "{part}");
        }
        for part in ["gzip", "br;q=0", "br; q=0.000", "brr", "", "br;q=x", "*"] {
            assert!(!accepts(part, "br"), "{part}");
        }
    }
}
