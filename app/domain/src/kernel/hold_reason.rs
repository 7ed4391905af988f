//! What a ticket on hold waits for.

use serde::{Deserialize, Serialize};

/// What a ticket on hold waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum HoldReason {
    /// An answer of the requester; a comment or file of theirs ends the hold.
    User,
    /// A vendor.
    Vendor,
    /// A planned change (ITIL).
    Change,
    /// The fix of a problem (ITIL).
    Problem,
}

impl HoldReason {
    /// All reasons, in order of declaration.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}
