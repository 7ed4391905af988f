//! The fold of a feedback.

use crate::feedback::event::{FeedbackEnvelope, FeedbackEvent};
use crate::feedback::given::{Answer, Feedback, Review};
use crate::kernel::removed::Removed;

/// Returns the feedback after one more event.
#[must_use]
pub fn evolve_feedback(mut feedback: Feedback, envelope: &FeedbackEnvelope) -> Feedback {
    let at = envelope.at;
    feedback.changed_at = at;
    feedback.texts.extend(envelope.event.texts());
    match &envelope.event {
        FeedbackEvent::Asked(asked) => {
            feedback.asked = asked.clone();
            feedback.asked_at = at;
            feedback.asked_by = envelope.command;
        }
        FeedbackEvent::Given {
            score,
            fault,
            words,
            by_link,
        } => {
            feedback.answers += 1;
            let since = feedback.bad_since.unwrap_or(at);
            feedback.bad_since = score.is_bad().then_some(since);
            feedback.told |= feedback.awaits_review();
            feedback.answer = Some(Answer {
                at,
                score: *score,
                fault: *fault,
                words: *words,
                by_link: *by_link,
            });
        }
        FeedbackEvent::Reviewed {
            cause,
            measure,
            owner,
        } => {
            feedback.told = false;
            // What is to be done now is another thing.
            feedback.review = Some(Review {
                at,
                by: envelope.by.clone(),
                cause: *cause,
                measure: *measure,
                owner: *owner,
                done_at: None,
            });
        }
        FeedbackEvent::MeasureSettled { done } => {
            if let Some(review) = &mut feedback.review {
                review.done_at = done.then_some(at);
            }
        }
        FeedbackEvent::Redacted { what, reason: _ } => match what {
            Removed::Text(text) => {
                feedback.texts.remove(text);
            }
            Removed::All => feedback.texts.clear(),
            Removed::File(_) => {}
        },
    }
    feedback
}
