//! What the desk does about a bad mark.

use crate::desk::Desk;
use crate::feedback::decided::{append, is_done};
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use guichet_domain::Ticket;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::feedback::command::FeedbackCommandEnvelope;
use guichet_domain::feedback::decide::decide_feedback;
use guichet_domain::feedback::view::{may_change, reading};
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::tickets::view::viewer;
use guichet_store::Txn;

impl Desk {
    /// Reviews a bad mark, settles a measure, or empties words for good. The same command sent twice
    /// is carried out once.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the feedback is not there for the caller,
    /// [`DeskError::Forbidden`] if they read the measure alone and may not do more than settle it,
    /// [`DeskError::Refused`] if it is not possible or somebody was quicker, [`DeskError::Reused`]
    /// if the id was used for another command.
    pub async fn change_feedback(
        &self,
        caller: Caller,
        command: FeedbackCommandEnvelope,
    ) -> Result<(), DeskError> {
        let content = self.content(caller, "change_feedback", &command)?;
        let desk = self.clone();
        let changed = self.store.attempt(move |txn| {
            let (desk, command, content) = (desk.clone(), command.clone(), content.clone());
            Box::pin(async move {
                outcome(desk.change_feedback_in(txn, caller, command, content).await)
            })
        });
        changed.await?
    }

    async fn change_feedback_in(
        &self,
        txn: &mut Txn,
        caller: Caller,
        envelope: FeedbackCommandEnvelope,
        content: String,
    ) -> Result<(), DeskError> {
        let directory = txn.directory_now();
        let actor = caller.actor(&directory)?;
        let FeedbackCommandEnvelope {
            id,
            feedback,
            command,
        } = envelope;
        let feedback = txn.feedback(feedback).await?.ok_or(DeskError::NotFound)?;
        let aggregate = txn.aggregate(feedback.asked.ticket).await?;
        let aggregate = aggregate.ok_or(DeskError::NotFound)?;
        let ticket = aggregate.ticket();
        reading(&feedback, ticket, &actor).ok_or(DeskError::NotFound)?;
        if !may_change(&feedback, ticket, &actor, &command) {
            return Err(DeskError::Forbidden);
        }
        if is_done(txn, id, &feedback, &content).await? {
            return Ok(());
        }
        let owners = owners(&directory, ticket).map(|agent| agent.id).collect();
        let decision = decide_feedback(&feedback, id, &command, &owners)?;
        let by = (actor.who.clone(), id, content);
        append(txn, feedback, decision, by, self.now()).await
    }
}

/// Agents who can be charged with something about a ticket: those who see it.
pub(crate) fn owners<'a>(
    directory: &'a Directory,
    ticket: &'a Ticket,
) -> impl Iterator<Item = &'a Person> {
    let agents = directory.agents();
    agents.filter(|agent| viewer(ticket, &agent.actor()) == Some(Viewer::Agent))
}
