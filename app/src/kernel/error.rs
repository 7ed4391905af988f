use guichet_domain::kernel::failure::Failure;
#[cfg(feature = "ssr")]
use guichet_domain::kernel::feedback_why::FeedbackWhy;
#[cfg(feature = "ssr")]
use guichet_domain::kernel::refusal::Refusal;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Result of a command. A refusal is an answer, not an error of the connection.
pub type Answer<T> = Result<Result<T, Failure>, ApiError>;

#[cfg(feature = "ssr")]
pub(crate) fn answer<T>(outcome: Result<T, guichet_desk::DeskError>) -> Answer<T> {
    Ok(outcome.map_err(Failure::from))
}

/// Why a server function did not answer; it is sent to the browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error(transparent)]
pub struct ApiError(pub Failure);

impl FromServerFnError for ApiError {
    type Encoder = crate::kernel::json::Json;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        #[cfg(feature = "ssr")]
        if is_unreadable(&error)
            && let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>()
        {
            response.set_status(axum::http::StatusCode::BAD_REQUEST);
        }
        let unreadable = is_unreadable(&error);
        let said = match error {
            // The server's words for what it was sent; the browser's for what it got.
            #[cfg(feature = "ssr")]
            ServerFnErrorErr::Deserialization(why) => format!("the request cannot be read: {why}"),
            other => other.to_string(),
        };
        // A browser sends and gets what it does not know where it is older or newer than we are.
        Self(match unreadable {
            true => Failure::Outdated(said),
            false => Failure::Network(said),
        })
    }
}

/// Whether the request could not be read: not JSON, or the wrong values.
const fn is_unreadable(error: &ServerFnErrorErr) -> bool {
    matches!(
        error,
        ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_)
    )
}

#[cfg(feature = "ssr")]
impl From<guichet_desk::DeskError> for ApiError {
    fn from(error: guichet_desk::DeskError) -> Self {
        let failure = Failure::from(error);
        if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
            let status = status(&failure);
            // A page asks for several things at once: which answers first says nothing.
            let said = response.0.read().ok().and_then(|parts| parts.status);
            if said.is_none_or(|said| weight(status) > weight(said)) {
                response.set_status(status);
            }
        }
        Self(failure)
    }
}

/// Order of the statuses of several failures, of which a page is answered with the greatest: server
/// errors first, then a missing permission before a missing page.
#[cfg(feature = "ssr")]
fn weight(status: axum::http::StatusCode) -> (bool, u16) {
    (status.is_server_error(), u16::MAX - status.as_u16())
}

/// HTTP status of a failure (RFC 9110).
#[cfg(feature = "ssr")]
pub fn status(failure: &Failure) -> axum::http::StatusCode {
    use axum::http::StatusCode;
    match failure {
        Failure::NotFound => StatusCode::NOT_FOUND,
        Failure::Forbidden => StatusCode::FORBIDDEN,
        Failure::SignedOut | Failure::WrongPassword => StatusCode::UNAUTHORIZED,
        Failure::Refused(Refusal::FeedbackImpossible(FeedbackWhy::Over)) => StatusCode::GONE,
        Failure::Refused(Refusal::FeedbackImpossible(FeedbackWhy::NotYours)) => {
            StatusCode::FORBIDDEN
        }
        Failure::Refused(_) | Failure::Reused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Failure::Throttled(_) => StatusCode::TOO_MANY_REQUESTS,
        Failure::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Failure::Outdated(_) => StatusCode::BAD_REQUEST,
        Failure::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
        Failure::Internal | Failure::Network(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
