//! What was wrong, as a user sees it, and why, as the desk does.

use serde::{Deserialize, Serialize};

/// What was wrong with how a ticket was handled, as its user says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Fault {
    /// What they needed was not done, or did not last.
    NotSolved,
    /// It took too long.
    TooLong,
    /// They had to say the same more than once, to more than one person.
    SaidAgain,
    /// They did not understand what they were told, or were told too little.
    Unclear,
    /// They were not treated well.
    Unfriendly,
}

impl Fault {
    /// All of them, in the order in which they are offered.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// Why a bad mark was given, as whoever reviewed it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Cause {
    /// The desk did not know enough: training or an article was missing.
    Knowledge,
    /// The procedure does not fit, or is missing.
    Procedure,
    /// There was too much to do for too few.
    Workload,
    /// Agents, teams or the user were not told what they needed to know.
    Communication,
    /// A system or a supplier failed.
    Technology,
    /// More was expected than the desk offers or may do.
    Expectation,
}

impl Cause {
    /// All of them, in the order in which they are offered.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}
