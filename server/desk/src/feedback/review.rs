//! What the desk does about a bad mark.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::tickets::content::same_content;
use guichet_domain::directory::whole::Directory;
use guichet_domain::feedback::command::{FeedbackCommand, FeedbackCommandEnvelope};
use guichet_domain::feedback::decide::decide_feedback;
use guichet_domain::feedback::event::FeedbackEnvelope;
use guichet_domain::feedback::view::{Reading, may_remove, reading};
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::prose::Text;
use guichet_domain::tickets::view::viewer;
use guichet_domain::{PersonId, Ticket};
use guichet_store::Txn;
use std::collections::BTreeSet;

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
        let reads = reading(&feedback, ticket, &actor).ok_or(DeskError::NotFound)?;
        let may = match &command {
            FeedbackCommand::Settle { .. } => true,
            FeedbackCommand::Review(_) => reads == Reading::Whole,
            FeedbackCommand::Redact { .. } => may_remove(&feedback, ticket, &actor),
        };
        if !may {
            return Err(DeskError::Forbidden);
        }
        if let Some(done) = txn.done(id).await? {
            if done.stream != Some(feedback.id.into()) {
                return Err(DeskError::Reused(None));
            }
            return same_content(txn, &done, &content).await;
        }
        let decision = decide_feedback(&feedback, id, &command, &owners(&directory, ticket))?;
        let text = decision.text.into_iter();
        let texts: Vec<_> = text.map(|(id, body)| (id, Text::plain(body))).collect();
        txn.remember(id, content);
        let (feedback_id, at) = (feedback.id, self.now());
        let events = decision.events.into_iter().map(|event| FeedbackEnvelope {
            feedback: feedback_id,
            at,
            by: actor.who.clone(),
            command: id,
            event,
        });
        let events: Vec<FeedbackEnvelope> = events.collect();
        txn.append_to_feedback(feedback, &events, &texts).await?;
        Ok(())
    }
}

/// Agents who can be charged with something about a ticket: those who see it.
pub(crate) fn owners(directory: &Directory, ticket: &Ticket) -> BTreeSet<PersonId> {
    let agents = directory.agents();
    let see = agents.filter(|agent| viewer(ticket, &agent.actor()) == Some(Viewer::Agent));
    see.map(|agent| agent.id).collect()
}
