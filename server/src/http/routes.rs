//! Every address that is served, in one table: the router is built from it, and so is the list
//! that tests walk. What is not in it is not served.

use crate::http::{AppState, export, files, forms, letters, live, pages, person, watching};
use axum::Router;
use axum::routing::{MethodRouter, get, post};
use guichet_app::App;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use tower_http::limit::RequestBodyLimitLayer;

/// Addresses, with what answers there.
pub struct Routes {
    paths: Vec<String>,
    router: Router<AppState>,
}

impl Routes {
    pub fn new() -> Self {
        Self {
            paths: Vec::new(),
            router: Router::new(),
        }
    }

    /// As [`Router::route`], and listed.
    pub fn route(mut self, path: &str, answers: MethodRouter<AppState>) -> Self {
        self.paths.push(path.to_owned());
        self.router = self.router.route(path, answers);
        self
    }

    pub fn merge(mut self, other: Self) -> Self {
        self.paths.extend(other.paths);
        self.router = self.router.merge(other.router);
        self
    }

    pub fn into_router(self) -> Router<AppState> {
        self.router
    }

    fn has(&self, path: &str) -> bool {
        self.paths.iter().any(|known| known == path)
    }
}

/// What is served to people and their browsers, besides the files of the client itself.
///
/// `form_max`: bytes of a call at most.
pub fn table(form_max: usize) -> Routes {
    let mut routes = Routes::new()
        .route("/healthz", get(watching::alive))
        .route("/readyz", get(watching::ready))
        .route("/desk/export.csv", get(export::csv))
        .route("/live", get(live::stream))
        .route("/files/{ticket}/{file}", get(files::download))
        .route("/account/data.json", post(person::own))
        .route("/admin/people/{person}/data.json", post(person::of))
        .route("/letters/{letter}", post(letters::act))
        .merge(forms::routes());
    for path in functions() {
        let answers = post(pages::server_function).layer(RequestBodyLimitLayer::new(form_max));
        routes = routes.route(path, answers);
    }
    // A page whose form is posted to its own address is in the table already.
    for path in page_paths() {
        if !routes.has(path) {
            routes = routes.route(path, get(pages::page));
        }
    }
    routes
}

/// Every address of [`table`], as the router matches it (`/tickets/{reference}`).
pub fn listed() -> BTreeSet<String> {
    table(0).paths.into_iter().collect()
}

/// The server functions, as the application registers them.
fn functions() -> BTreeSet<&'static str> {
    leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path)
        .collect()
}

/// The pages, as the application's own router names them.
fn page_paths() -> &'static [String] {
    static PATHS: OnceLock<Vec<String>> = OnceLock::new();
    PATHS.get_or_init(|| {
        leptos_axum::generate_route_list(App)
            .iter()
            .map(|listing| listing.path().to_owned())
            .collect()
    })
}
