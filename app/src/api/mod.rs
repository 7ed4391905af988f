//! Server functions: the road from a page to the desk. Each checks who asks and calls one use
//! case; addresses are explicit, so that a tab that is open while a new version starts still works.

mod access;
mod admin;
mod desk;
mod error;
mod letters;
mod portal;
mod telling;

pub use access::*;
pub use admin::*;
pub use desk::*;
pub use error::ApiError;
#[cfg(feature = "ssr")]
pub use error::status;
pub use letters::*;
pub use portal::*;
pub use telling::*;

#[cfg(feature = "ssr")]
pub(crate) use server::{caller, desk, token};

#[cfg(feature = "ssr")]
mod server {
    use super::ApiError;
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

    /// Who asks.
    pub fn caller() -> Result<Caller, ApiError> {
        use_context::<Option<Caller>>()
            .flatten()
            .ok_or(ApiError(Failure::SignedOut))
    }
}
