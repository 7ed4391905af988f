//! How content somebody was.

use serde::{Deserialize, Serialize};

/// How content somebody was, from 1 (not at all) to 5 (very).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

impl Score {
    /// All scores, from the lowest.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// Returns the score of this number; `None` if there is none.
    pub fn new(score: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.0 == score)
    }

    /// Returns its number.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Whether the desk asks what was wrong, and reviews the ticket.
    pub const fn is_bad(self) -> bool {
        self.0 <= 2
    }
}

impl From<Score> for u8 {
    fn from(score: Score) -> Self {
        score.0
    }
}

impl TryFrom<u8> for Score {
    type Error = String;

    fn try_from(score: u8) -> Result<Self, String> {
        Self::new(score).ok_or_else(|| format!("{score} is no score from 1 to 5"))
    }
}
