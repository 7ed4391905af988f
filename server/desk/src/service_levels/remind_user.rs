//! Reminding users that their answer is awaited.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, outcome};
use crate::tickets::facts::reminded_at;
use crate::tickets::log::envelopes;
use guichet_domain::TicketId;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::tickets::decide::remind_user::remind_user;
use guichet_store::Txn;

impl Desk {
    /// Notes the reminder of a ticket's user that is due, if one is. Whoever is asked learns of it as
    /// of any event: once, whichever process writes it. Returns whether there was one.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such ticket.
    pub(crate) async fn remind_user(&self, ticket: TicketId) -> Result<bool, DeskError> {
        let desk = self.clone();
        let done = self.store.attempt(move |txn| {
            let desk = desk.clone();
            Box::pin(async move { outcome(desk.remind_user_in(txn, ticket).await) })
        });
        done.await?
    }

    async fn remind_user_in(&self, txn: &mut Txn, ticket: TicketId) -> Result<bool, DeskError> {
        let (directory, now) = (txn.directory_now(), self.now());
        let aggregate = txn.aggregate(ticket).await?.ok_or(DeskError::NotFound)?;
        let next = reminded_at(&directory, &self.zone, now);
        let Some(event) = remind_user(aggregate.ticket(), next, now) else {
            return Ok(false);
        };
        let events = envelopes(
            ticket,
            &Actor::system(),
            self.new_command(),
            now,
            vec![event],
        );
        txn.append(Some(aggregate), &events, &[]).await?;
        Ok(true)
    }
}
