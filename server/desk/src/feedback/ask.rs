//! Asking the user, in the transaction that ends their ticket.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use guichet_domain::directory::whole::Directory;
use guichet_domain::feedback::ask::{AskFacts, ask, occasion};
use guichet_domain::feedback::event::{FeedbackEnvelope, FeedbackEvent};
use guichet_domain::feedback::given::Feedback;
use guichet_domain::kernel::actor::Who;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{CommandId, Ticket, Timestamp};
use guichet_store::Txn;

impl Desk {
    /// Asks the affected user of a ticket that a command has just ended, if it is time to.
    pub(crate) async fn ask_in(
        &self,
        txn: &mut Txn,
        directory: &Directory,
        (before, after): (State, &Ticket),
        command: CommandId,
        now: Timestamp,
    ) -> Result<(), DeskError> {
        let Some(occasion) = occasion(before, after) else {
            return Ok(());
        };
        let person = directory.people.get(&after.affected);
        // A program has no opinion.
        let is_program = |email: &str| directory.mail_sender(email).is_some();
        let is_there = person.is_some_and(|person| {
            person.active && !person.email.as_deref().is_some_and(is_program)
        });
        let facts = AskFacts {
            is_there,
            last_asked: txn.last_asked(after.affected).await?,
            every_days: directory.settings.feedback_every_days,
        };
        let Some(asked) = ask(after, occasion, facts, now) else {
            return Ok(());
        };
        let feedback = Feedback::unasked(self.new_feedback());
        let envelope = FeedbackEnvelope {
            feedback: feedback.id,
            at: now,
            by: Who::System,
            command,
            event: FeedbackEvent::Asked(asked),
        };
        txn.append_to_feedback(feedback, &[envelope], &[]).await?;
        Ok(())
    }
}
