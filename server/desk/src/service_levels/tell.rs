//! Telling people what time brings: promises that come near or were missed, answers that are awaited.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, outcome};
use crate::tickets::facts::facts;
use crate::tickets::log::envelopes;
use guichet_domain::TicketId;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::tickets::decide::tell::tell;
use guichet_store::Txn;

impl Desk {
    /// Notes what is to be told of a ticket and was not. Whoever is told learns of it as of any event:
    /// once, whichever process writes it. Returns whether there was anything.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such ticket.
    pub(crate) async fn tell(&self, ticket: TicketId) -> Result<bool, DeskError> {
        let desk = self.clone();
        let done = self.store.attempt(move |txn| {
            let desk = desk.clone();
            Box::pin(async move { outcome(desk.tell_in(txn, ticket).await) })
        });
        done.await?
    }

    async fn tell_in(&self, txn: &mut Txn, ticket: TicketId) -> Result<bool, DeskError> {
        let (directory, now) = (txn.directory_now(), self.now());
        let aggregate = txn.aggregate(ticket).await?.ok_or(DeskError::NotFound)?;
        let facts = facts(&directory, &self.zone, now);
        let events = tell(aggregate.ticket(), &facts, now);
        if events.is_empty() {
            return Ok(false);
        }
        let events = envelopes(ticket, &Actor::system(), self.new_command(), now, events);
        txn.append(Some(aggregate), &events, &[]).await?;
        Ok(true)
    }
}
