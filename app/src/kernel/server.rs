//! The desk that serves a request, and its caller.

use crate::kernel::error::ApiError;
use guichet_desk::{Caller, Desk, Token};
use guichet_domain::kernel::failure::Failure;
use leptos::prelude::use_context;

/// The desk that serves this request.
pub fn desk() -> Result<Desk, ApiError> {
    use_context::<Desk>().ok_or(ApiError(Failure::Internal))
}

/// The session of this browser.
pub fn token() -> Result<Token, ApiError> {
    use_context::<Option<Token>>()
        .flatten()
        .ok_or(ApiError(Failure::SignedOut))
}

/// The caller of this request.
pub fn caller() -> Result<Caller, ApiError> {
    use_context::<Option<Caller>>()
        .flatten()
        .ok_or(ApiError(Failure::SignedOut))
}

/// The caller of this request, or nobody.
pub fn anybody() -> Option<Caller> {
    use_context::<Option<Caller>>().flatten()
}
