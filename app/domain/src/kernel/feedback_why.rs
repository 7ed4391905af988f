//! Reasons why something is not possible on a feedback.

use serde::{Deserialize, Serialize};

/// Reason why something is not possible on a feedback now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackWhy {
    /// This person may not do it: only who was asked answers, only who reads it reviews it.
    NotYours,
    /// The time to answer has passed.
    Over,
    /// The answer was changed as often as it can be.
    TooOften,
    /// There is no bad mark that would have to be reviewed.
    NothingToReview,
    /// The measure is already as the action would make it, or there is none.
    AlreadySo,
}
