//! Events of feedback, as the log keeps them.

use crate::feedback::fault::{Cause, Fault};
use crate::feedback::score::Score;
use crate::kernel::actor::Who;
use crate::kernel::ids::{CommandId, FeedbackId, PersonId, TeamId, TextId, TicketId};
use crate::kernel::removed::Removed;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// An event with its feedback, time, author and command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackEnvelope {
    /// Feedback that it happened to.
    pub feedback: FeedbackId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub by: Who,
    /// Command it came from.
    pub command: CommandId,
    /// What happened.
    pub event: FeedbackEvent,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// A ticket that was closed after the work was done.
    #[default]
    Closed,
    /// A request that was refused.
    Refused,
}

/// A question to a user, and who is to read the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Ticket that has ended.
    pub ticket: TicketId,
    /// Affected user, who is asked.
    pub person: PersonId,
    /// How the ticket ended.
    pub occasion: Occasion,
    /// Agent in charge then, if any.
    pub agent: Option<PersonId>,
    /// Team in charge then, if any.
    pub team: Option<TeamId>,
    /// Until when the answer can be given and changed.
    pub until: Timestamp,
}

/// Something that happened to a feedback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackEvent {
    /// The question was asked; the first event of every feedback.
    Asked(Asked),
    /// The answer was given, or changed.
    Given {
        /// How content the user was.
        score: Score,
        /// What was wrong, after a bad mark, if they said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fault: Option<Fault>,
        /// Their words, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<TextId>,
        /// Whether it was given by the signed link rather than by somebody who had signed in.
        by_link: bool,
    },
    /// A bad mark was reviewed, or the review corrected.
    Reviewed {
        /// Why the mark was given.
        cause: Cause,
        /// What will be done so that it does not happen again.
        measure: TextId,
        /// Who does it.
        owner: PersonId,
    },
    /// What was to be done has been done, or is to be done after all.
    MeasureSettled {
        /// Whether it has been done.
        done: bool,
    },
    /// Words were emptied for good.
    Redacted {
        /// What was emptied.
        what: Removed,
        /// Why; `None` if retention did it, or other words took their place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<TextId>,
    },
}
