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
        Self(error.into())
    }
}
