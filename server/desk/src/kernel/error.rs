use guichet_domain::Refusal;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::reference::Reference;
use guichet_store::{Outcome, StoreError};

/// Why a use case failed. Private details stay here, for the log.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The rules of the desk refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It does not exist or is hidden from the caller; the two are not distinguished.
    #[error("not found")]
    NotFound,
    /// The caller's role does not allow it.
    #[error("not allowed")]
    Forbidden,
    /// There is no valid session, or the account was closed.
    #[error("not signed in")]
    SignedOut,
    /// The password is wrong or the address unknown.
    #[error("wrong e-mail or password")]
    WrongPassword,
    /// Too many attempts; the value is the number of seconds to wait.
    #[error("too many attempts: wait {0} s")]
    Throttled(i64),
    /// The request or the file is larger than allowed.
    #[error("too large")]
    TooLarge,
    /// The command id was used before with other content; the ticket it was carried out on, if any.
    #[error("sent before with another content")]
    Reused(Option<Reference>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file storage failed.
    #[error("files: {0}")]
    Files(#[from] object_store::Error),
    /// Reading or writing a file failed.
    #[error("files: {0}")]
    Io(#[from] std::io::Error),
    /// Hashing, sealing or encoding failed; the text says what.
    #[error("password hashing: {0}")]
    Hash(String),
}

impl From<&DeskError> for Failure {
    fn from(error: &DeskError) -> Self {
        match error {
            DeskError::Refused(refusal) => Self::Refused(refusal.clone()),
            DeskError::NotFound => Self::NotFound,
            DeskError::Forbidden => Self::Forbidden,
            DeskError::SignedOut => Self::SignedOut,
            DeskError::WrongPassword => Self::WrongPassword,
            DeskError::Throttled(seconds) => Self::Throttled(*seconds),
            DeskError::TooLarge => Self::TooLarge,
            DeskError::Reused(reference) => Self::Reused(*reference),
            DeskError::Store(error) if error.is_unwritable() => Self::NoRoom,
            DeskError::Files(error) if is_unwritable(error) => Self::NoRoom,
            DeskError::Io(error) if is_unwritable(error) => Self::NoRoom,
            DeskError::Store(_) | DeskError::Files(_) | DeskError::Io(_) | DeskError::Hash(_) => {
                Self::Internal
            }
        }
    }
}

impl From<DeskError> for Failure {
    /// Maps to what the public may be told; internal details are written to the program's log.
    fn from(error: DeskError) -> Self {
        let failure = Self::from(&error);
        if matches!(failure, Self::Internal | Self::NoRoom) {
            tracing::error!(%error, "internal error");
        }
        failure
    }
}

/// Whether the disk for files is full or fails.
fn is_unwritable(error: &(dyn std::error::Error + 'static)) -> bool {
    use std::io::ErrorKind;
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<std::io::Error>() {
            return matches!(
                error.kind(),
                ErrorKind::StorageFull
                    | ErrorKind::QuotaExceeded
                    | ErrorKind::FileTooLarge
                    | ErrorKind::ReadOnlyFilesystem
                    | ErrorKind::PermissionDenied
            );
        }
        cause = error.source();
    }
    false
}

impl DeskError {
    /// Whether stored data cannot be read: written by a newer program, or damaged.
    pub(crate) fn is_unreadable(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_unreadable())
    }
}

/// Turns the error of an unreadable ticket into the default value, so that it holds up no other
/// ticket. The store has logged which event it is.
pub(crate) fn unless_unreadable<T: Default>(outcome: Result<T, DeskError>) -> Result<T, DeskError> {
    match outcome {
        Err(error) if error.is_unreadable() => Ok(T::default()),
        other => other,
    }
}

/// Same as [`unless_unreadable`], for one of several tickets read at once.
pub(crate) fn if_readable<T>(read: Result<T, StoreError>) -> Result<Option<T>, DeskError> {
    unless_unreadable(read.map(Some).map_err(DeskError::from))
}

/// Splits a result for the writer: database errors roll the batch back, refusals of the desk undo
/// this job only.
pub(crate) fn outcome<T>(
    result: Result<T, DeskError>,
) -> Result<Outcome<T, DeskError>, StoreError> {
    match result {
        Ok(done) => Ok(Outcome::Commit(done)),
        Err(DeskError::Store(error)) => Err(error),
        Err(refusal) => Ok(Outcome::Abort(refusal)),
    }
}

/// Same as [`outcome`], but [`DeskError::Throttled`] commits, so that the attempt is counted.
pub(crate) fn counted<T>(
    result: Result<T, DeskError>,
) -> Result<Outcome<Result<T, DeskError>, DeskError>, StoreError> {
    match result {
        Err(error @ DeskError::Throttled(_)) => Ok(Outcome::Commit(Err(error))),
        other => outcome(other.map(Ok)),
    }
}
