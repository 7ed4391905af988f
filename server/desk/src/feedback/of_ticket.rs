//! What somebody sees of how the user of one ticket was served.

use crate::desk::Desk;
use crate::directory::card::cards;
use crate::feedback::line::{by_name, feedback_line, people_of_line};
use crate::feedback::review::owners;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use guichet_domain::TicketId;
use guichet_domain::feedback::page::TicketFeedback;
use guichet_domain::feedback::view::{Reading, may_remove, reading};
use guichet_domain::tickets::view::viewer;

impl Desk {
    /// The question about a ticket, if the caller was asked one, and what was said, if they read
    /// it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the ticket does not exist or is hidden from the caller.
    pub async fn feedback_of_ticket(
        &self,
        caller: Caller,
        id: TicketId,
    ) -> Result<TicketFeedback, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        let actor = caller.actor(&directory)?;
        let conn = &mut snapshot.conn;
        let aggregate = conn.aggregate(id).await?.ok_or(DeskError::NotFound)?;
        let ticket = aggregate.ticket();
        viewer(ticket, &actor).ok_or(DeskError::NotFound)?;
        let asked = conn.feedback_of(id).await?;
        if asked.is_empty() {
            return Ok(TicketFeedback::default());
        }
        let read: Vec<_> = asked
            .iter()
            .filter(|one| one.answer.is_some())
            .filter_map(|one| Some((one.clone(), reading(one, ticket, &actor)?)))
            .collect();
        let question = self.question_of(conn, &directory, ticket, asked, caller.person);
        let question = question.await?;
        let subject = conn.bodies_named(id, [ticket.subject]).await?;
        let subject = subject.into_values().next().unwrap_or_default();
        let said = conn
            .feedback_bodies(read.iter().map(|(one, _)| one.id))
            .await?;
        let lines = read.iter().map(|(feedback, reads)| {
            let bodies = said.get(&feedback.id).cloned().unwrap_or_default();
            let shown = (ticket.reference(), subject.clone());
            let reads = (*reads, may_remove(feedback, ticket, &actor));
            feedback_line(feedback, reads, shown, &bodies, &directory)
        });
        let lines: Vec<_> = lines.collect();
        let reviews = read.iter().any(|(_, reads)| *reads == Reading::Whole);
        Ok(TicketFeedback {
            question,
            people: cards(lines.iter().flat_map(people_of_line), &directory),
            lines,
            owners: if reviews {
                by_name(owners(&directory, ticket))
            } else {
                Vec::new()
            },
        })
    }
}
