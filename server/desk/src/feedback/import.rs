//! Taking in what users said elsewhere, or never: for the demonstration.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use guichet_domain::feedback::event::FeedbackEnvelope;
use guichet_domain::feedback::given::Feedback;
use guichet_domain::kernel::prose::Text;
use guichet_domain::{FeedbackId, TextId};
use std::sync::Arc;

/// What happened to one feedback, oldest first, and the texts that it names.
#[derive(Clone, Debug, Default)]
pub struct FeedbackHistory {
    /// Number of the feedback, which no other has.
    pub id: FeedbackId,
    /// The events, oldest first.
    pub events: Vec<FeedbackEnvelope>,
    /// The texts the events name.
    pub texts: Vec<(TextId, String)>,
}

impl Desk {
    /// Takes in what was said, all in one transaction. Nobody is told of it.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database refuses; none is taken in then.
    pub async fn take_in_feedback(&self, said: Vec<FeedbackHistory>) -> Result<(), DeskError> {
        let said = Arc::new(said);
        let taken = self.store.write(move |txn| {
            let said = Arc::clone(&said);
            Box::pin(async move {
                let before = txn.position();
                for history in said.iter() {
                    let texts = history.texts.iter();
                    let texts: Vec<_> = texts.map(|(id, body)| (*id, Text::plain(body))).collect();
                    let feedback = Feedback::unasked(history.id);
                    txn.append_to_feedback(feedback, &history.events, &texts)
                        .await?;
                }
                txn.suppress(before).await
            })
        });
        Ok(taken.await?)
    }
}
