//! Telling people that a promise comes near or was missed.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, outcome};
use crate::tickets::facts::facts;
use crate::tickets::log::envelopes;
use guichet_domain::TicketId;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::tickets::decide::escalate::escalate;
use guichet_store::Txn;

impl Desk {
    /// Notes the steps of a ticket's promises that are due and were not told. Whoever is told learns
    /// of it as of any event: once, whichever process writes it. Returns whether there were any.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such ticket.
    pub(crate) async fn escalate(&self, ticket: TicketId) -> Result<bool, DeskError> {
        let desk = self.clone();
        let done = self.store.attempt(move |txn| {
            let desk = desk.clone();
            Box::pin(async move { outcome(desk.escalate_in(txn, ticket).await) })
        });
        done.await?
    }

    async fn escalate_in(&self, txn: &mut Txn, ticket: TicketId) -> Result<bool, DeskError> {
        let (directory, now) = (txn.directory_now(), self.now());
        let aggregate = txn.aggregate(ticket).await?.ok_or(DeskError::NotFound)?;
        let Some(rules) = facts(&directory, &self.zone, now).promises else {
            return Ok(false);
        };
        let events = escalate(aggregate.ticket(), &rules, now);
        if events.is_empty() {
            return Ok(false);
        }
        let events = envelopes(ticket, &Actor::system(), self.new_command(), now, events);
        txn.append(Some(aggregate), &events, &[]).await?;
        Ok(true)
    }
}
