//! The built client, under an address of its own for each version: what belongs together is never
//! mixed, and what a browser has it keeps.

use crate::http::AppState;
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::routing::get;
use sha2::{Digest, Sha256};
use std::path::Path;
use tower::ServiceBuilder;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

/// A version in as many letters as tell it apart.
const LETTERS: usize = 12;

/// The version of the client that stands in a folder, by its contents.
pub fn version(site: &Path) -> String {
    let mut hash = Sha256::new();
    for name in ["guichet.js", "guichet.wasm", "guichet.css"] {
        // A program without its client, as in tests, is a version too.
        hash.update(std::fs::read(site.join("pkg").join(name)).unwrap_or_default());
    }
    let hash = hash.finalize();
    let letters = hash.iter().map(|byte| format!("{byte:02x}"));
    letters.take(LETTERS / 2).collect()
}

/// The files of this version; those of another are not here.
pub fn routes(site: &str, pkg: &str) -> Router<AppState> {
    let files = ServeDir::new(format!("{site}/pkg"))
        .precompressed_br()
        .precompressed_gzip();
    let forever = SetResponseHeaderLayer::overriding(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    let files = ServiceBuilder::new().layer(forever).service(files);
    Router::new()
        .nest_service(&format!("/{pkg}"), files)
        .route("/pkg/{*other}", get(|| async { StatusCode::NOT_FOUND }))
        .route_service(
            "/favicon.svg",
            ServeFile::new(format!("{site}/favicon.svg")),
        )
}
