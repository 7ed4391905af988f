/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It is not repeated: it may hold a password.
    #[error("the database address is neither sqlite:… nor postgres://…")]
    Address,
    #[error("{0}")]
    Setting(String),
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error(transparent)]
    Unreadable(#[from] guichet_domain::kernel::tagged::Unreadable),
    #[error("entry {0} cannot be read: {1}")]
    Entry(String, serde_json::Error),
    #[error("the writer has stopped")]
    Stopped,
    #[error("a job said no after it began to write")]
    Aborted,
    #[error("the job panicked")]
    Panicked,
}

impl StoreError {
    /// The database cannot write now: no room is left, or the disk fails. Nothing was written.
    pub fn is_unwritable(&self) -> bool {
        let Self::Sql(sqlx::Error::Database(error)) = self else {
            return false;
        };
        let code = error.code().unwrap_or_default();
        match code.parse::<i64>() {
            // SQLite's codes are numbers of at most four digits; the low byte is the kind: I/O error,
            // read-only, full.
            Ok(number) if code.len() < 5 => matches!(number & 0xff, 8 | 10 | 13),
            // PostgreSQL's classes 53, insufficient resources, and 58, system error.
            _ => code.starts_with("53") || code.starts_with("58"),
        }
    }

    /// Something that was written cannot be read: by a newer program, or it is damaged.
    pub fn is_unreadable(&self) -> bool {
        matches!(self, Self::Unreadable(_) | Self::Entry(..))
    }
}
