//! Impact, urgency and the priority that follows from them.

use serde::{Deserialize, Serialize};

macro_rules! scale {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $level:ident),+ $(,)? }),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$of])* $level),+ }

        impl $name {
            /// All levels, from the most pressing to the least.
            pub const ALL: &'static [Self] = &[$(Self::$level),+];
        }
    )+};
}

scale! {
    /// How much of the organisation is affected (ITIL).
    Impact {
        /// Much of the organisation is affected.
        High,
        /// Some of the organisation is affected.
        Medium,
        /// Little of the organisation is affected.
        Low,
    },
    /// How soon it hurts (ITIL).
    Urgency {
        /// It hurts at once.
        High,
        /// It hurts soon.
        Medium,
        /// It can wait.
        Low,
    },
    /// The order in which incidents are dealt with.
    Priority {
        /// Rank 1, dealt with first.
        Critical,
        /// Rank 2.
        High,
        /// Rank 3.
        Moderate,
        /// Rank 4.
        Low,
        /// Rank 5, dealt with last.
        VeryLow,
    },
}

impl Priority {
    /// Returns the rank, by which lists are sorted: from 1 (critical) to 5 (very low).
    pub const fn rank(self) -> i64 {
        self as i64 + 1
    }

    /// Returns the priority of this rank; `None` outside 1 to 5.
    pub fn from_rank(rank: i64) -> Option<Self> {
        usize::try_from(rank - 1)
            .ok()
            .and_then(|i| Self::ALL.get(i))
            .copied()
    }
}

/// The priority for each impact (rows) and urgency (columns), as administrators set it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrix(pub [[Priority; 3]; 3]);

impl Matrix {
    /// Returns the priority for this impact and urgency.
    pub fn priority(&self, impact: Impact, urgency: Urgency) -> Priority {
        self.0[impact as usize][urgency as usize]
    }
}

impl Default for Matrix {
    fn default() -> Self {
        use Priority::{Critical, High, Low, Moderate, VeryLow};
        Self([
            [Critical, High, Moderate],
            [High, Moderate, Low],
            [Moderate, Low, VeryLow],
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_impact_or_urgency_never_lowers_the_delivered_priority() {
        let matrix = Matrix::default();
        for (i, impact) in Impact::ALL.iter().enumerate() {
            for (u, urgency) in Urgency::ALL.iter().enumerate() {
                let here = matrix.priority(*impact, *urgency);
                for more in &Impact::ALL[..i] {
                    assert!(matrix.priority(*more, *urgency) <= here);
                }
                for more in &Urgency::ALL[..u] {
                    assert!(matrix.priority(*impact, *more) <= here);
                }
            }
        }
    }

    #[test]
    fn ranks_read_back() {
        for priority in Priority::ALL {
            assert_eq!(Priority::from_rank(priority.rank()), Some(*priority));
        }
        assert_eq!(Priority::from_rank(0), None);
        assert_eq!(Priority::from_rank(6), None);
    }
}
