//! What somebody does with a feedback.

use crate::feedback::fault::{Cause, Fault};
use crate::feedback::score::Score;
use crate::kernel::ids::{CommandId, FeedbackId, PersonId, TextId};
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a user answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerForm {
    /// How content they were; `None` if nothing was chosen.
    pub score: Option<Score>,
    /// What was wrong; counts after a bad mark only.
    pub fault: Option<Fault>,
    /// Their words; may be empty.
    pub words: String,
    /// Why they reopen the ticket in the same step, if they do; after a bad mark only.
    pub reopen: Option<String>,
}

/// What whoever reviews a bad mark says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewForm {
    /// Why the mark was given; `None` if nothing was chosen.
    pub cause: Option<Cause>,
    /// What will be done.
    pub measure: String,
    /// Who does it; `None` if nobody was chosen.
    pub owner: Option<PersonId>,
    /// When the review was made that this one corrects; `None` for the first.
    pub corrects: Option<Timestamp>,
}

/// Something that somebody does with a feedback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackCommand {
    /// Reviews a bad mark, or corrects the review.
    Review(ReviewForm),
    /// Says that what was to be done has been done, or not.
    Settle {
        /// Whether it has been done.
        done: bool,
    },
    /// Empties a text for good.
    Redact {
        /// The text.
        text: TextId,
        /// Why.
        reason: String,
    },
}

/// A command with its identifier and the feedback that it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackCommandEnvelope {
    /// Identifier, made by the sender.
    pub id: CommandId,
    /// The feedback.
    pub feedback: FeedbackId,
    /// What is done.
    pub command: FeedbackCommand,
}
