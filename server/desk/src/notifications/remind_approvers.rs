//! Reminding approvers whose decision is overdue.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::notifications::found::{FoundNotices, One, as_wished};
use guichet_domain::notifications::recipients::{asks, reminded};
use guichet_domain::{Ticket, TicketId, evolve};
use guichet_store::Position;

impl Desk {
    /// Reminds the approvers of a ticket, if it still awaits what the event at `position` asked
    /// for. Returns whether this process did the reminder.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer or an event of the ticket cannot be
    /// read.
    pub(crate) async fn remind(&self, id: TicketId, position: Position) -> Result<bool, DeskError> {
        let now = self.now();
        let mut snapshot = self.snapshot().await?;
        let history = snapshot.conn.placed_history(id).await?;
        let mut asked_at = None;
        let mut ticket = Ticket::unrecorded(id);
        for (position, envelope) in &history {
            let after = evolve(ticket.clone(), envelope);
            if asks(&ticket, &after, envelope) {
                asked_at = Some(*position);
            }
            ticket = after;
        }
        // Asked anew since: that wait has a date of its own.
        let people = if asked_at == Some(position) {
            reminded(&ticket, &snapshot.directory)
        } else {
            Vec::new()
        };
        let found = FoundNotices {
            ones: people
                .into_iter()
                .map(|recipient| One {
                    recipient,
                    position,
                    about: id.into(),
                    at: now,
                    beside: None,
                })
                .collect(),
            reminders: Vec::new(),
        };
        let told = as_wished(&mut snapshot.conn, found, &snapshot.directory).await?;
        drop(snapshot);
        let job = self.store.write(move |txn| {
            let told = told.clone();
            Box::pin(async move { txn.remind(id, position, &told).await })
        });
        Ok(job.await?)
    }
}
