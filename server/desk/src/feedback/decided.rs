//! Carrying out what was decided on a feedback, once.

use crate::kernel::error::DeskError;
use crate::tickets::content::same_content;
use guichet_domain::feedback::decide::FeedbackDecision;
use guichet_domain::feedback::event::FeedbackEnvelope;
use guichet_domain::feedback::given::Feedback;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::prose::Text;
use guichet_domain::{CommandId, Timestamp};
use guichet_store::Txn;

/// Whether the command was carried out on this feedback before.
///
/// # Errors
/// [`DeskError::Reused`] if another command had this id.
pub(super) async fn is_done(
    txn: &mut Txn,
    id: CommandId,
    feedback: &Feedback,
    content: &str,
) -> Result<bool, DeskError> {
    let Some(done) = txn.done(id).await? else {
        return Ok(false);
    };
    if done.stream != Some(feedback.id.into()) {
        return Err(DeskError::Reused(None));
    }
    same_content(txn, &done, content).await?;
    Ok(true)
}

/// Appends what was decided, and remembers the command with its content; nothing if everything is
/// already as it would be.
pub(super) async fn append(
    txn: &mut Txn,
    feedback: Feedback,
    decision: FeedbackDecision,
    (by, command, content): (Who, CommandId, String),
    at: Timestamp,
) -> Result<(), DeskError> {
    if decision.events.is_empty() {
        return Ok(());
    }
    let texts = decision.text.into_iter();
    let texts: Vec<_> = texts.map(|(id, body)| (id, Text::plain(body))).collect();
    let id = feedback.id;
    let events = decision.events.into_iter().map(|event| FeedbackEnvelope {
        feedback: id,
        at,
        by: by.clone(),
        command,
        event,
    });
    let events: Vec<FeedbackEnvelope> = events.collect();
    txn.remember(command, content);
    txn.append_to_feedback(feedback, &events, &texts).await?;
    Ok(())
}
