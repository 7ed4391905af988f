//! Timers: doing what is due, and handing on what waits for people who are away or gone.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use futures::future::try_join_all;
use guichet_domain::tickets::deadline::Deadline;
use guichet_store::Due;

impl Desk {
    /// Does what is due: closes finished tickets whose time for objections has passed, ends holds,
    /// reminds approvers, tells of promises that come near or were missed. Also hands on what waits for people who are not there. Returns the number
    /// of tickets changed.
    ///
    /// # Errors
    /// [`DeskError`] if the database does not answer.
    pub async fn run_timers(&self) -> Result<usize, DeskError> {
        let now = self.now();
        self.forget_old_readings().await?;
        self.remind_owners().await?;
        let mut done = self.hand_on().await?;
        let mut last = None;
        loop {
            let due = self.store.read().await?.due(now, last.as_ref()).await?;
            let Some(end) = due.last() else {
                return Ok(done);
            };
            last = Some(*end);
            // At once, so that the writer commits many together.
            let all = due.into_iter().map(|one| self.do_if_due(one));
            let ours = try_join_all(all).await?;
            done += ours.into_iter().filter(|ours| *ours).count();
        }
    }

    /// Same as [`Desk::do_due`]; what somebody else did or nobody can read is nothing to do.
    async fn do_if_due(&self, due: Due) -> Result<bool, DeskError> {
        match self.do_due(due).await {
            // Somebody was quicker.
            Err(DeskError::Refused(refusal)) => {
                tracing::debug!(ticket = %due.ticket, %refusal, "timer");
                Ok(false)
            }
            Err(error) if error.is_unreadable() => Ok(false),
            other => other,
        }
    }

    /// Does one thing that is due. Returns whether there was anything to do.
    async fn do_due(&self, due: Due) -> Result<bool, DeskError> {
        match (due.kind, due.position) {
            (Deadline::ApprovalReminder, Some(position)) => self.remind(due.ticket, position).await,
            (Deadline::UserReminder | Deadline::Escalation | Deadline::MajorUpdate, _) => {
                self.tell(due.ticket).await
            }
            (Deadline::Closure | Deadline::HoldEnd | Deadline::ApprovalReminder, _) => {
                let aggregate = self.store.read().await?.aggregate(due.ticket).await?;
                let command = aggregate.and_then(|one| due.kind.command(one.ticket(), self.now()));
                let Some(command) = command else {
                    return Ok(false);
                };
                self.carry_out_by_itself(due.ticket, command).await?;
                Ok(true)
            }
        }
    }
}
