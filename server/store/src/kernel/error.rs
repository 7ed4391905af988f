/// An error of the database or of what it holds.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database address has an unknown scheme. It is not repeated, as it may hold a password.
    #[error("the database address is neither sqlite:… nor postgres://…")]
    Address,
    /// A setting or a state of the database that cannot be used; the text says what is wrong.
    #[error("{0}")]
    Setting(String),
    /// The database refused a statement or does not answer.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// The tables could not be migrated to the schema of this program.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// An event has a type, version or data this program cannot read.
    #[error(transparent)]
    Unreadable(#[from] guichet_domain::kernel::tagged::Unreadable),
    /// A stored value is not the JSON that is expected: which value, and the parser's error.
    #[error("entry {0} cannot be read: {1}")]
    Entry(String, serde_json::Error),
    /// The writer task has ended, so jobs are no longer run.
    #[error("the writer has stopped")]
    Stopped,
    /// A job of a batch refused after it began to write; the batch is run again, one job at a time.
    #[error("a job said no after it began to write")]
    Aborted,
    /// The job panicked; it was rolled back.
    #[error("the job panicked")]
    Panicked,
}

impl StoreError {
    /// Whether the database cannot write at present (no space left, disk failure). Nothing was
    /// written.
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

    /// Whether stored data cannot be read: written by a newer program, or damaged.
    pub fn is_unreadable(&self) -> bool {
        matches!(self, Self::Unreadable(_) | Self::Entry(..))
    }
}
