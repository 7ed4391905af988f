//! What the desk can say of itself while it runs.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::kernel::tally::Commands;

/// Numbers for whoever watches the program.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Browsers that are signed in.
    pub sessions: i64,
    /// Jobs that wait for the writer.
    pub queue: u64,
    /// Transactions committed since the start.
    pub commits: u64,
    pub commands: Commands,
}

impl Desk {
    /// Asks the database, so that an answer says that it answers.
    ///
    /// # Errors
    /// It does not.
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
