//! The whole router: the table of addresses, and the layers every request passes through.

use crate::identity::identify;
use crate::kernel::state::AppState;
use crate::kernel::{
    asset_routes, bounded, headers, host, monitoring, pages, rate_limits, slow_body,
};
use crate::routes;
use axum::Router;
use axum::middleware::from_fn_with_state;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::csrf::CsrfLayer;

/// How hard answers are compressed, as Brotli and gzip count it. Four, which is usual, makes a page a
/// twelfth smaller and takes twice as long.
const COMPRESSION: i32 = 2;

/// The whole router: the table of addresses, and the layers every request passes through.
pub fn router(state: AppState) -> Router {
    // Pages are rendered on this runtime. A second server in one process finds it set already.
    let _ = any_spawner::Executor::init_tokio();
    let site = state.site.clone();
    let pkg = state.leptos.site_pkg_dir.to_string();
    let csrf = match state
        .public_url
        .as_deref()
        .map(|url| CsrfLayer::new().add_trusted_origin(url))
    {
        Some(Ok(layer)) => layer,
        _ => CsrfLayer::new(),
    };
    // What a page has compressed already, or streams, is left as it is.
    let form_max = state.limits.form_kib as usize * 1024;
    routes::table(form_max)
        .into_router()
        .fallback(pages::nowhere)
        .layer(from_fn_with_state(state.clone(), bounded::bounded))
        .layer(from_fn_with_state(state.clone(), rate_limits::per_account))
        .layer(from_fn_with_state(state.clone(), identify::identify))
        .layer(csrf)
        .merge(asset_routes::routes(&site, &pkg))
        .layer(from_fn_with_state(state.clone(), slow_body::paced))
        .layer(from_fn_with_state(state.clone(), rate_limits::per_address))
        .layer(from_fn_with_state(state.clone(), host::checked))
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Precise(COMPRESSION))
                .compress_when(DefaultPredicate::new().and(headers::is_compressed)),
        )
        .layer(from_fn_with_state(state.clone(), monitoring::measure))
        .layer(headers::logged())
        .layer(from_fn_with_state(state.clone(), headers::number))
        .with_state(state)
}
