//! What users say, counted.

use crate::feedback::fault::{Cause, Fault};
use crate::feedback::score::Score;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Number of people an average rests on at least, so that nobody is told apart by it. Nor is it the
/// average of one agent.
pub const PEOPLE: i64 = 5;

/// What users said of the tickets that ended in a period, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Number of questions asked.
    pub asked: i64,
    /// Number of people who answered.
    pub people: i64,
    /// Number of agents whose work the answers are about.
    pub agents: i64,
    /// Number of answers, by score.
    pub scores: BTreeMap<Score, i64>,
    /// Number of bad marks for which users said what was wrong, by that.
    pub faults: BTreeMap<Fault, i64>,
    /// Number of reviews, by why the mark was given.
    pub causes: BTreeMap<Cause, i64>,
}

impl Tally {
    /// Returns the number of answers.
    pub fn answered(&self) -> i64 {
        self.scores.values().sum()
    }

    /// Whether enough people answered, about the work of more than one agent.
    fn tells_of_nobody(&self) -> bool {
        self.people >= PEOPLE && self.agents > 1
    }

    /// Returns the average of the scores; `None` with fewer than [`PEOPLE`] people, or of one agent.
    pub fn average(&self) -> Option<f64> {
        let sum: i64 = self
            .scores
            .iter()
            .map(|(s, n)| i64::from(s.number()) * n)
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "no desk has so many answers")]
        let average = sum as f64 / self.answered() as f64;
        self.tells_of_nobody().then_some(average)
    }

    /// Returns how many gave each score; `None` where there is no average.
    pub fn by_score(&self) -> Option<Vec<(Score, i64)>> {
        let of = |score| self.scores.get(&score).copied().unwrap_or_default();
        self.tells_of_nobody()
            .then(|| Score::ALL.map(|score| (score, of(score))).to_vec())
    }
}
