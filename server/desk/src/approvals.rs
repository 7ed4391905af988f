//! What awaits somebody's decision.

use crate::{Caller, Desk, DeskError};
use guichet_domain::wire::TicketPage;

impl Desk {
    /// The requests that this person is to decide, each with all that is needed for it.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`].
    pub async fn approvals(&self, caller: Caller) -> Result<Vec<TicketPage>, DeskError> {
        let ids = self.store.read().await?.awaiting(caller.person).await?;
        let mut pages = Vec::new();
        for id in ids {
            match self.ticket_page(caller, id).await {
                Ok(page) => pages.push(page),
                // Decided between the two readings.
                Err(DeskError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(pages)
    }
}
