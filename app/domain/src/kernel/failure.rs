//! Why something that was asked was not done, for people and programs.

use crate::kernel::reference::Reference;
use serde::{Deserialize, Serialize};

/// Why a server function did not do what was asked, for people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    #[error("refused: {0}")]
    Refused(crate::kernel::refusal::Refusal),
    #[error("not found")]
    NotFound,
    #[error("not allowed")]
    Forbidden,
    #[error("not signed in")]
    SignedOut,
    #[error("wrong e-mail or password")]
    WrongPassword,
    /// Seconds to wait.
    #[error("too many attempts")]
    Throttled(i64),
    #[error("too large")]
    TooLarge,
    /// The same form was sent before and carried out, with another content: on that ticket, where it
    /// was one. Nothing of this was.
    #[error("sent before with another content")]
    Reused(Option<Reference>),
    /// The server cannot write at this moment: no room is left, or its disk fails. Nothing was
    /// changed.
    #[error("no room")]
    NoRoom,
    /// Our fault; nothing was changed. The number finds it in the log.
    #[error("internal error")]
    Internal,
    /// The page and the server no longer speak of the same things: one of them is newer.
    #[error("{0}")]
    Outdated(String),
    /// The server could not be reached.
    #[error("{0}")]
    Network(String),
}
