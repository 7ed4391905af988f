//! Applying the restriction of a service to its existing tickets.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, outcome, unless_unreadable};
use crate::tickets::log::{append_to_others, envelopes};
use futures::future::try_join_all;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::tickets::beneath::shared;
use guichet_domain::tickets::evolve::after;
use guichet_domain::{ServiceId, TicketId, settle_restriction};
use guichet_store::Txn;

impl Desk {
    /// Applies the present restriction of every service to its tickets, including any left over
    /// when the program last stopped.
    ///
    /// # Errors
    /// [`DeskError`] if the database does not answer.
    pub async fn settle_restrictions(&self) -> Result<(), DeskError> {
        for service in self.directory().await?.services.keys() {
            self.settle_service(*service).await?;
        }
        Ok(())
    }

    /// Same as [`Desk::settle_restrictions`], for one service. Each ticket is changed by a command
    /// of its own.
    pub(crate) async fn settle_service(&self, service: ServiceId) -> Result<(), DeskError> {
        let directory = self.directory().await?;
        let Some(restricted) = directory.services.get(&service).map(|s| s.restricted) else {
            return Ok(());
        };
        let mut after = TicketId(0);
        loop {
            let mut conn = self.store.read().await?;
            let tickets = conn.seen_otherwise(service, restricted, after).await?;
            drop(conn);
            let Some(last) = tickets.last() else {
                return Ok(());
            };
            after = *last;
            // At once, so that the writer commits many together.
            try_join_all(tickets.into_iter().map(|ticket| self.settle(ticket))).await?;
        }
    }

    async fn settle(&self, ticket: TicketId) -> Result<(), DeskError> {
        let desk = self.clone();
        let done = self.store.attempt(move |txn| {
            let desk = desk.clone();
            Box::pin(async move { outcome(desk.settle_in(txn, ticket).await) })
        });
        unless_unreadable(done.await.map_err(DeskError::from).flatten())
    }

    async fn settle_in(&self, txn: &mut Txn, ticket: TicketId) -> Result<(), DeskError> {
        let directory = txn.directory_now();
        let aggregate = txn.aggregate(ticket).await?.ok_or(DeskError::NotFound)?;
        let service = aggregate.ticket().service;
        let Some(service) = service.and_then(|id| directory.services.get(&id)) else {
            return Ok(());
        };
        let events = settle_restriction(aggregate.ticket(), service);
        if events.is_empty() {
            return Ok(());
        }
        let (id, now) = (self.new_command(), self.now());
        let system = Actor::system();
        let after = after(aggregate.ticket(), &events, &system.who, (id, now));
        let others = shared(aggregate.ticket(), &after);
        let events = envelopes(ticket, &system, id, now, events);
        txn.append(Some(aggregate), &events, &[]).await?;
        append_to_others(txn, others, &system, id, now).await?;
        Ok(())
    }
}
