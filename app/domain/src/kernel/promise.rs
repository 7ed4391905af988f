//! What the desk promises about a ticket: when somebody takes it, and when it is done.

use serde::{Deserialize, Serialize};

/// A promise about a ticket, with a clock of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Promise {
    /// Time to own: until an agent is in charge.
    Own,
    /// Time to resolve: until the work is done.
    Resolve,
}

impl Promise {
    /// All promises, in order of declaration.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// Who is told while a promise comes near or is missed, from the nearest to the highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Rank {
    /// Whoever is in charge; the team while nobody is.
    Assignee,
    /// Everybody of the team in charge.
    Team,
    /// Those who lead the team in charge.
    Lead,
    /// The support managers.
    Manager,
}

impl Rank {
    /// All ranks, in order of declaration.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}
