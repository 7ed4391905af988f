/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database address {0:?} is neither sqlite:… nor postgres://…")]
    Address(String),
    #[error("{0}")]
    Setting(String),
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error(transparent)]
    Unreadable(#[from] guichet_domain::event::Unreadable),
    #[error("entry {0} cannot be read: {1}")]
    Entry(String, serde_json::Error),
    #[error("the writer has stopped")]
    Stopped,
    #[error("the job panicked")]
    Panicked,
}
