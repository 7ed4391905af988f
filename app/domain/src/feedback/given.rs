//! A feedback as it stands: the fold of its events.

use crate::feedback::event::Asked;
use crate::feedback::fault::{Cause, Fault};
use crate::feedback::score::Score;
use crate::kernel::actor::Who;
use crate::kernel::ids::{CommandId, FeedbackId, PersonId, TextId};
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Question after the end of a ticket, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Number of the feedback.
    pub id: FeedbackId,
    /// The question.
    pub asked: Asked,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Command that ended the ticket, and so asked.
    pub asked_by: CommandId,
    /// The answer, if one was given.
    pub answer: Option<Answer>,
    /// The review of a bad mark, if there was one.
    pub review: Option<Review>,
    /// Number of times that it was answered, changes included.
    #[serde(default)]
    pub answers: u32,
    /// Since when the mark is bad, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bad_since: Option<Timestamp>,
    /// Whether people were told of a bad mark that nobody has reviewed since.
    #[serde(default)]
    pub told: bool,
    /// Texts that were not emptied.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub texts: BTreeSet<TextId>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// What a user said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// When they said it, for the last time.
    pub at: Timestamp,
    /// How content they were.
    pub score: Score,
    /// What was wrong, after a bad mark, if they said.
    pub fault: Option<Fault>,
    /// Their words, if any.
    pub words: Option<TextId>,
    /// Whether it was given by the signed link.
    pub by_link: bool,
}

/// What the desk found after a bad mark, and does about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// When it was reviewed, for the last time.
    pub at: Timestamp,
    /// Who reviewed it.
    pub by: Who,
    /// Why the mark was given.
    pub cause: Cause,
    /// What will be done.
    pub measure: TextId,
    /// Who does it.
    pub owner: PersonId,
    /// When it was done, if it was.
    pub done_at: Option<Timestamp>,
}

impl Feedback {
    /// Returns the feedback with this number before its first event.
    pub fn unasked(id: FeedbackId) -> Self {
        Self {
            id,
            ..Self::default()
        }
    }

    /// Whether it can be answered at `now`.
    pub fn is_open(&self, now: Timestamp) -> bool {
        now <= self.asked.until
    }

    /// Whether a bad mark waits for somebody to say why, what will be done, and by whom. One that was
    /// given anew after a review waits again.
    pub fn awaits_review(&self) -> bool {
        let reviewed_at = self.review.as_ref().map(|review| review.at);
        self.bad_since
            .is_some_and(|since| reviewed_at.is_none_or(|at| at < since))
    }

    /// Whether the answer, as it stands, is a bad mark.
    pub fn has_bad_mark(&self) -> bool {
        self.bad_since.is_some()
    }
}
