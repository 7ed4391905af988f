//! What awaits somebody's decision.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::tickets::conversation_part::weight;
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
        let ids = self.store.read().await?.awaiting(caller.person).await?;
        let (mut pages, mut taken) = (Vec::new(), 0);
        let mut more = ids.len();
        for id in ids {
            let page = match self.ticket_page(caller, id, None).await {
                Ok(page) => page,
                // Decided between the two readings.
                Err(DeskError::NotFound) => {
                    more -= 1;
                    continue;
                }
                Err(error) => return Err(error),
            };
            taken += page.texts.values().map(weight).sum::<usize>();
            if pages.len() == PAGES || (taken > ROOM && !pages.is_empty()) {
                break;
            }
            more -= 1;
            pages.push(page);
        }
        Ok(Approvals { pages, more })
    }
}
