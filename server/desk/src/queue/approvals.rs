//! What awaits somebody's decision.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use guichet_domain::tickets::page::Approvals;

/// Requests on a page at most, and bytes that their texts take of it, unless a single one takes
/// more.
pub(crate) const PAGES: usize = 20;

pub(crate) const ROOM: usize = 1_000_000;

impl Desk {
    /// The requests that this person is to decide, each with all that is needed for it: as many of
    /// the first as a page holds.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`].
    pub async fn approvals(&self, caller: Caller) -> Result<Approvals, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let ids = snapshot.conn.awaiting(caller.person).await?;
        let first = ids.get(..PAGES).unwrap_or(&ids);
        let pages = self.ticket_pages(caller, snapshot, first, ROOM).await?;
        let more = ids.len() - pages.len();
        Ok(Approvals { pages, more })
    }
}
