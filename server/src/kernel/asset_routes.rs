//! Serving the built client.

use crate::kernel::rejection;
use crate::kernel::state::AppState;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::routing::get;
use tower::ServiceBuilder;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

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
        .route("/pkg/{*other}", get(rejection::missing))
        .route_service(
            "/favicon.svg",
            ServeFile::new(format!("{site}/favicon.svg")),
        )
}
