//! Emptying what users said, when the retention of closed tickets has passed.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, outcome};
use guichet_domain::feedback::decide::empty;
use guichet_domain::feedback::event::FeedbackEnvelope;
use guichet_domain::kernel::actor::Who;
use guichet_domain::{FeedbackId, Timestamp};
use guichet_store::Txn;

impl Desk {
    /// Empties what users said of tickets that are finished, and what came of it, where nothing has
    /// happened to it since `before`. Returns how many there were; with `dry` it only counts.
    pub(crate) async fn empty_feedback(
        &self,
        before: Timestamp,
        dry: bool,
    ) -> Result<u64, DeskError> {
        let mut conn = self.store.read().await?;
        let found = conn.long_said(before).await?;
        drop(conn);
        if dry {
            return Ok(found.len() as u64);
        }
        let mut count = 0;
        for id in found {
            let desk = self.clone();
            let emptied = self.store.attempt(move |txn| {
                let desk = desk.clone();
                Box::pin(async move { outcome(desk.empty_feedback_in(txn, id, before).await) })
            });
            count += u64::from(emptied.await??);
        }
        Ok(count)
    }

    /// What was changed since it was listed keeps its texts.
    async fn empty_feedback_in(
        &self,
        txn: &mut Txn,
        id: FeedbackId,
        before: Timestamp,
    ) -> Result<bool, DeskError> {
        let feedback = txn.feedback(id).await?;
        let Some(feedback) = feedback.filter(|feedback| feedback.changed_at < before) else {
            return Ok(false);
        };
        // So does what was said of a ticket that was reopened since.
        let ticket = txn.aggregate(feedback.asked.ticket).await?;
        let into = ticket.as_ref();
        let into = match into.and_then(|ticket| ticket.ticket().merged_into()) {
            Some(into) => txn.aggregate(into.id).await?,
            None => None,
        };
        // What is part of another ticket is over when that one is.
        let is_over = into
            .or(ticket)
            .is_some_and(|ticket| ticket.ticket().state.is_final());
        let Some(event) = empty(&feedback).filter(|_| is_over) else {
            return Ok(false);
        };
        let envelope = FeedbackEnvelope {
            feedback: id,
            at: self.now(),
            by: Who::System,
            command: self.new_command(),
            event,
        };
        txn.append_to_feedback(feedback, &[envelope], &[]).await?;
        Ok(true)
    }
}
