//! A person's own tickets.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::cursor::CursorContext;
use crate::kernel::error::DeskError;
use crate::tickets::line::line;
use guichet_domain::TicketId;
use guichet_domain::tickets::line::Line;

/// Number of tickets per page of a person's own tickets.
pub(crate) const PAGE: usize = 25;

impl Desk {
    /// Tickets the caller participates in, newest first, and the cursor of the next page.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn my_tickets(
        &self,
        caller: Caller,
        open: Option<bool>,
        after: Option<&str>,
    ) -> Result<(Vec<Line>, Option<String>), DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        caller.person(&directory)?;
        let place = CursorContext::Tickets { open };
        let after = after.and_then(|after| self.cursors.unseal_key(&place, caller.person, after));
        let before = after.map(|key| TicketId(key.id));
        let page = snapshot
            .conn
            .of_person(caller.person, open, before, PAGE)
            .await?;
        let next = self.cursors.seal_key(&place, caller.person, page.next)?;
        Ok((
            page.tickets
                .into_iter()
                .map(|s| line(s, &directory))
                .collect(),
            next,
        ))
    }
}
