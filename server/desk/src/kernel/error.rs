use guichet_domain::Refusal;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::reference::Reference;
use guichet_store::{Outcome, StoreError};

/// Why a use case did not do what was asked. What is private stays here, for the log.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It does not exist, or not for this person: the two are not told apart.
    #[error("not found")]
    NotFound,
    #[error("not allowed")]
    Forbidden,
    #[error("not signed in")]
    SignedOut,
    #[error("wrong e-mail or password")]
    WrongPassword,
    #[error("too many attempts: wait {0} s")]
    Throttled(i64),
    #[error("too large")]
    TooLarge,
    /// The command was carried out before, with another content; on that ticket, where it was one.
    #[error("sent before with another content")]
    Reused(Option<Reference>),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("files: {0}")]
    Files(#[from] object_store::Error),
    #[error("files: {0}")]
    Io(#[from] std::io::Error),
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
    /// The edge: what is public goes out, what is ours goes to the log.
    fn from(error: DeskError) -> Self {
        let failure = Self::from(&error);
        if matches!(failure, Self::Internal | Self::NoRoom) {
            tracing::error!(%error, "internal error");
        }
        failure
    }
}

/// The disk that files are kept on takes no more, or fails.
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
    /// Something that was written cannot be read: by a newer program, or it is damaged.
    pub(crate) fn is_unreadable(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_unreadable())
    }
}

/// A ticket that cannot be read holds up no other: nothing is done for it. The store has said which
/// line of the log it is.
pub(crate) fn unless_unreadable<T: Default>(outcome: Result<T, DeskError>) -> Result<T, DeskError> {
    match outcome {
        Err(error) if error.is_unreadable() => Ok(T::default()),
        other => other,
    }
}

/// As [`unless_unreadable`], of one of several that were read at once.
pub(crate) fn if_readable<T>(read: Result<T, StoreError>) -> Result<Option<T>, DeskError> {
    unless_unreadable(read.map(Some).map_err(DeskError::from))
}

/// Splits what the writer must know of: the database failed, and all is rolled back; or the desk said
/// no, and what this job wrote is undone.
pub(crate) fn outcome<T>(
    result: Result<T, DeskError>,
) -> Result<Outcome<T, DeskError>, StoreError> {
    match result {
        Ok(done) => Ok(Outcome::Commit(done)),
        Err(DeskError::Store(error)) => Err(error),
        Err(refusal) => Ok(Outcome::Abort(refusal)),
    }
}

/// As [`outcome`], where what was tried counts also when it was one too many: that is committed.
pub(crate) fn counted<T>(
    result: Result<T, DeskError>,
) -> Result<Outcome<Result<T, DeskError>, DeskError>, StoreError> {
    match result {
        Err(error @ DeskError::Throttled(_)) => Ok(Outcome::Commit(Err(error))),
        other => outcome(other.map(Ok)),
    }
}
