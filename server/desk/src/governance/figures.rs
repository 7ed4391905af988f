//! Metrics of the running desk.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::kernel::tally::Commands;

/// Metrics for monitoring.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Number of sessions that have not expired.
    pub sessions: i64,
    /// Number of jobs waiting for the writer.
    pub queue: u64,
    /// Number of transactions committed since the start.
    pub commits: u64,
    /// How often each command was given since the start, by outcome.
    pub commands: Commands,
}

impl Desk {
    /// Reads the metrics; asks the database, so that success means that it answers.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub async fn figures(&self) -> Result<Figures, DeskError> {
        let sessions = self.store.read().await?.count_sessions(self.now()).await?;
        Ok(Figures {
            sessions,
            queue: self.store.waiting() as u64,
            commits: self.store.commits().0,
            commands: self
                .tally
                .0
                .lock()
                .map(|all| all.clone())
                .unwrap_or_default(),
        })
    }
}
