//! What answers and commands lead to.

use crate::feedback::command::{AnswerForm, FeedbackCommand, ReviewForm};
use crate::feedback::event::FeedbackEvent;
use crate::feedback::given::Feedback;
use crate::kernel::feedback_why::FeedbackWhy;
use crate::kernel::form::{Form, REASON_MAX};
use crate::kernel::ids::{CommandId, PersonId, TextId};
use crate::kernel::refusal::{Field, Problem, Refusal, invalid};
use crate::kernel::removed::Removed;
use crate::kernel::time::Timestamp;
use crate::mail::reply_address::without_signatures;
use std::collections::BTreeSet;

/// What a command leads to: an event, and the text that it brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedbackDecision {
    /// What happened.
    pub event: FeedbackEvent,
    /// Text to store beside the log.
    pub text: Option<(TextId, String)>,
}

/// Decides on the answer of `person`, given at `now`, by the signed link or not.
///
/// # Errors
/// [`Refusal`] if they were not asked, the time has passed, or fields are wrong.
pub fn give(
    feedback: &Feedback,
    person: PersonId,
    id: CommandId,
    form: &AnswerForm,
    by_link: bool,
    now: Timestamp,
) -> Result<FeedbackDecision, Refusal> {
    if feedback.asked.person != person {
        return impossible(FeedbackWhy::NotYours);
    }
    if !feedback.is_open(now) {
        return impossible(FeedbackWhy::Over);
    }
    let mut fields = Form::default();
    let words = fields.optional(Field::Text, &form.words, REASON_MAX);
    let score = fields.chosen(Field::Score, form.score);
    fields.finish()?;
    let Some(score) = score else {
        return Err(invalid(Field::Score, Problem::Missing));
    };
    let text = words.map(|words| (id.text(0), without_signatures(&words).into_owned()));
    let event = FeedbackEvent::Given {
        score,
        fault: form.fault.filter(|_| score.is_bad()),
        words: text.as_ref().map(|(id, _)| *id),
        by_link,
    };
    Ok(FeedbackDecision { event, text })
}

/// Decides on a command of somebody who reads the feedback. `owners` are the agents who can be
/// charged with something about its ticket.
///
/// # Errors
/// [`Refusal`] if it is not possible, fields are wrong, or somebody else was quicker.
pub fn decide_feedback(
    feedback: &Feedback,
    id: CommandId,
    command: &FeedbackCommand,
    owners: &BTreeSet<PersonId>,
) -> Result<FeedbackDecision, Refusal> {
    match command {
        FeedbackCommand::Review(form) => review(feedback, id, form, owners),
        FeedbackCommand::Settle { done } => match &feedback.review {
            Some(review) if review.done_at.is_some() != *done => {
                let event = FeedbackEvent::MeasureSettled { done: *done };
                Ok(FeedbackDecision { event, text: None })
            }
            _ => impossible(FeedbackWhy::AlreadySo),
        },
        FeedbackCommand::Redact { text, reason } => {
            if !feedback.texts.contains(text) {
                return Err(invalid(Field::Text, Problem::Unknown));
            }
            let mut fields = Form::default();
            let reason = fields.required(Field::Reason, reason, REASON_MAX);
            fields.finish()?;
            let said = id.text(0);
            let event = FeedbackEvent::Redacted {
                what: Removed::Text(*text),
                reason: Some(said),
            };
            Ok(FeedbackDecision {
                event,
                text: Some((said, reason)),
            })
        }
    }
}

fn review(
    feedback: &Feedback,
    id: CommandId,
    form: &ReviewForm,
    owners: &BTreeSet<PersonId>,
) -> Result<FeedbackDecision, Refusal> {
    let known = feedback.review.as_ref().map(|review| review.at);
    if known.is_none() && !feedback.has_bad_mark() {
        return impossible(FeedbackWhy::NothingToReview);
    }
    if known != form.corrects {
        return Err(Refusal::Conflict(vec![
            Field::Reason,
            Field::Measure,
            Field::Owner,
        ]));
    }
    let mut fields = Form::default();
    let cause = fields.chosen(Field::Reason, form.cause);
    let measure = fields.required(Field::Measure, &form.measure, REASON_MAX);
    let owner = fields.chosen(Field::Owner, form.owner);
    if owner.is_some_and(|owner| !owners.contains(&owner)) {
        fields.error(Field::Owner, Problem::Unknown);
    }
    fields.finish()?;
    let (Some(cause), Some(owner)) = (cause, owner) else {
        return Err(invalid(Field::Owner, Problem::Missing));
    };
    let text = id.text(0);
    let event = FeedbackEvent::Reviewed {
        cause,
        measure: text,
        owner,
    };
    Ok(FeedbackDecision {
        event,
        text: Some((text, measure)),
    })
}

/// Returns the event by which retention empties all that was said; `None` if nothing is left.
pub fn empty(feedback: &Feedback) -> Option<FeedbackEvent> {
    (!feedback.texts.is_empty()).then_some(FeedbackEvent::Redacted {
        what: Removed::All,
        reason: None,
    })
}

const fn impossible<T>(why: FeedbackWhy) -> Result<T, Refusal> {
    Err(Refusal::FeedbackImpossible(why))
}
