//! Errors of the server as they are told to people and programs.

use crate::kernel::reference::Reference;
use serde::{Deserialize, Serialize};

/// Error of a server function or form, as it is told to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The domain refused the command: a rule forbids it, or fields are wrong.
    #[error("refused: {0}")]
    Refused(crate::kernel::refusal::Refusal),
    /// What was asked for does not exist, or this person may not see it.
    #[error("not found")]
    NotFound,
    /// The role of this person does not permit it.
    #[error("not allowed")]
    Forbidden,
    /// There is no session, or it has ended.
    #[error("not signed in")]
    SignedOut,
    /// The e-mail address or the password is wrong.
    #[error("wrong e-mail or password")]
    WrongPassword,
    /// There were too many attempts. Holds the seconds to wait before the next one.
    #[error("too many attempts")]
    Throttled(i64),
    /// The request or one of its files is larger than the desk accepts.
    #[error("too large")]
    TooLarge,
    /// A command with the same identifier but other content was carried out before. Nothing of
    /// this one was done. Holds the ticket of the earlier command, if there is one.
    #[error("sent before with another content")]
    Reused(Option<Reference>),
    /// The server cannot write now: its disk is full or fails. Nothing was changed.
    #[error("no room")]
    NoRoom,
    /// An error of the server itself. Nothing was changed; the cause is in the server's log.
    #[error("internal error")]
    Internal,
    /// Page and server are of different versions and do not understand each other. Holds the error.
    #[error("{0}")]
    Outdated(String),
    /// The server could not be reached. Holds the error.
    #[error("{0}")]
    Network(String),
}
