//! Requests that await a person's decision.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use guichet_domain::tickets::page::Approvals;

/// Maximum number of requests per page.
pub(crate) const PAGES: usize = 20;

/// Maximum size of their texts in bytes, unless a single request exceeds it.
pub(crate) const ROOM: usize = 1_000_000;

impl Desk {
    /// The requests awaiting the caller's decision, with all that is needed to decide: the first
    /// ones, as many as fit on a page.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn approvals(&self, caller: Caller) -> Result<Approvals, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let ids = snapshot.conn.awaiting(caller.person).await?;
        let first = ids.get(..PAGES).unwrap_or(&ids);
        let (pages, left) = self.ticket_pages(caller, snapshot, first, ROOM).await?;
        let more = ids.len() - first.len() + left;
        Ok(Approvals { pages, more })
    }
}
