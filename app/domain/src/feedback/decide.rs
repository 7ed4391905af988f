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

/// Number of times that an answer is given or changed at most.
pub const ANSWERS_MAX: u32 = 20;

/// What a command leads to: events, and the text that they bring. Nothing happens where everything is
/// already as it would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedbackDecision {
    /// What happened, in order.
    pub events: Vec<FeedbackEvent>,
    /// Text to store beside the log.
    pub text: Option<(TextId, String)>,
}

impl FeedbackDecision {
    fn of(event: FeedbackEvent, text: Option<(TextId, String)>) -> Self {
        Self {
            events: vec![event],
            text,
        }
    }

    /// The same, with the text emptied that the event puts another one in place of: what somebody
    /// took back is kept nowhere.
    fn instead_of(mut self, feedback: &Feedback, before: Option<TextId>) -> Self {
        let before = before.filter(|before| feedback.texts.contains(before));
        let emptied = before.map(|before| FeedbackEvent::Redacted {
            what: Removed::Text(before),
            reason: None,
        });
        self.events.extend(emptied);
        self
    }
}

/// Returns a text as it is stored with this identifier: without signatures that it quotes.
fn kept(id: TextId, text: &str) -> (TextId, String) {
    (id, without_signatures(text).into_owned())
}

/// Decides on the answer of `person`, given at `now`, by the signed link or not. `said` are their words
/// so far.
///
/// # Errors
/// [`Refusal`] if they were not asked, the time has passed, or fields are wrong.
pub fn give(
    feedback: &Feedback,
    (person, said): (PersonId, Option<&str>),
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
    let fault = form.fault.filter(|_| score.is_bad());
    let text = words.map(|words| kept(id.text(0), &words));
    let before = feedback.answer.as_ref();
    let is_same = before.is_some_and(|before| {
        let words = text.as_ref().map(|(_, words)| words.as_str());
        (before.score, before.fault, said) == (score, fault, words)
    });
    if is_same {
        return Ok(FeedbackDecision::default());
    }
    if feedback.answers >= ANSWERS_MAX {
        return impossible(FeedbackWhy::TooOften);
    }
    let event = FeedbackEvent::Given {
        score,
        fault,
        words: text.as_ref().map(|(id, _)| *id),
        by_link,
    };
    let words = before.and_then(|before| before.words);
    Ok(FeedbackDecision::of(event, text).instead_of(feedback, words))
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
                Ok(FeedbackDecision::of(event, None))
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
            Ok(FeedbackDecision::of(event, Some(kept(said, &reason))))
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
            Field::Cause,
            Field::Measure,
            Field::Owner,
        ]));
    }
    let mut fields = Form::default();
    let cause = fields.chosen(Field::Cause, form.cause);
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
    let before = feedback.review.as_ref().map(|review| review.measure);
    let text = Some(kept(text, &measure));
    Ok(FeedbackDecision::of(event, text).instead_of(feedback, before))
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
