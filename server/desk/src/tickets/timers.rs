//! What happens because time passes: tickets close by themselves, holds end, approvers are
//! reminded, and what waits for somebody who is away or gone is handed on.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, unless_unreadable};
use guichet_domain::tickets::command::Command;

impl Desk {
    /// Closes what nobody objected to, puts back into the queue what waited until now, and reminds
    /// those whose decision is awaited. Returns how many tickets that were.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn run_timers(&self) -> Result<usize, DeskError> {
        let now = self.now();
        let mut conn = self.store.read().await?;
        let mut commands = Vec::new();
        for id in conn.due(now).await? {
            let read = conn.aggregate(id).await.map_err(DeskError::from);
            let Some(aggregate) = unless_unreadable(read)? else {
                continue;
            };
            let ticket = aggregate.ticket();
            let held = ticket
                .hold
                .as_ref()
                .and_then(|hold| hold.until)
                .is_some_and(|until| until <= now);
            if held {
                commands.push((id, Command::Resume));
            } else if ticket.state.is_done() {
                commands.push((
                    id,
                    Command::Close {
                        reason: String::new(),
                    },
                ));
            }
        }
        drop(conn);
        let mut done = self.hand_on().await? + self.remind().await?;
        for (id, command) in commands {
            match self.carry_out_by_itself(id, command).await {
                Ok(()) => done += 1,
                // Somebody was quicker.
                Err(DeskError::Refused(refusal)) => tracing::debug!(%id, %refusal, "timer"),
                Err(error) if error.is_unreadable() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }
}
