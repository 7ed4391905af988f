//! A table of addresses and their handlers.

use crate::kernel::state::AppState;
use axum::Router;
use axum::routing::MethodRouter;

/// Addresses and their handlers.
#[derive(Default)]
pub struct Routes {
    pub paths: Vec<String>,
    router: Router<AppState>,
}

impl Routes {
    /// Same as [`Router::route`], and lists the address.
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

    pub fn has(&self, path: &str) -> bool {
        self.paths.iter().any(|known| known == path)
    }
}
