//! The state for one request, with a desk that knows the client it comes from.

use crate::kernel::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use guichet_domain::identity::client::Client;
use std::convert::Infallible;

/// The device cookie of a browser.
#[derive(Clone)]
pub(crate) struct Device(pub String);

/// The state for one request, with a desk that knows the client it comes from.
pub struct Served(pub AppState);

impl FromRequestParts<AppState> for Served {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let mut state = state.clone();
        if let Some(client) = parts.extensions.get::<Client>() {
            state.desk = state.desk.from_client(client.clone());
        }
        if let Some(Device(cookie)) = parts.extensions.get() {
            state.desk = state.desk.shown(cookie);
        }
        Ok(Self(state))
    }
}
