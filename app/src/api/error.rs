use guichet_domain::wire::Failure;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why a server function did not answer, as it travels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error(transparent)]
pub struct ApiError(pub Failure);

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Self(Failure::Network(error.to_string()))
    }
}

#[cfg(feature = "ssr")]
impl From<guichet_desk::DeskError> for ApiError {
    fn from(error: guichet_desk::DeskError) -> Self {
        let failure = Failure::from(error);
        if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
            response.set_status(status(&failure));
        }
        Self(failure)
    }
}

/// What a failure is in HTTP (RFC 9110).
#[cfg(feature = "ssr")]
pub fn status(failure: &Failure) -> axum::http::StatusCode {
    use axum::http::StatusCode;
    match failure {
        Failure::NotFound => StatusCode::NOT_FOUND,
        Failure::Forbidden => StatusCode::FORBIDDEN,
        Failure::SignedOut | Failure::WrongPassword => StatusCode::UNAUTHORIZED,
        Failure::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Failure::Throttled(_) => StatusCode::TOO_MANY_REQUESTS,
        Failure::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Failure::Internal | Failure::Network(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
