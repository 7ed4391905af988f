//! Reminding those whose decision has been awaited for long.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::notifications::notify::{Found, One, as_wished, asks};
use guichet_domain::notifications::recipients::reminded;
use guichet_domain::{Ticket, evolve};

impl Desk {
    /// Reminds those whose decision has been awaited for long. Answers how many tickets that were.
    ///
    /// # Errors
    /// The database does not answer.
    pub(crate) async fn remind(&self) -> Result<usize, DeskError> {
        let now = self.now();
        let due = self.store.read().await?.reminders_due(now).await?;
        let mut done = 0;
        for (id, position) in due {
            let mut snapshot = self.snapshot().await?;
            let history = match snapshot.conn.placed_history(id).await {
                Err(error) if error.is_unreadable() => continue,
                read => read?,
            };
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
            let found = Found {
                ones: people
                    .into_iter()
                    .map(|recipient| One {
                        recipient,
                        position,
                        ticket: id,
                        at: now,
                    })
                    .collect(),
                reminders: Vec::new(),
            };
            let told = as_wished(&mut snapshot.conn, found, &snapshot.directory).await?;
            drop(snapshot);
            let ours = self
                .store
                .write(move |txn| {
                    let told = told.clone();
                    Box::pin(async move { txn.remind(id, position, &told).await })
                })
                .await?;
            done += usize::from(ours);
        }
        Ok(done)
    }
}
