//! How a ticket was put right.

use crate::kernel::ids::TextId;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// For now, or for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permanence {
    Workaround,
    Permanent,
}

impl Permanence {
    pub const ALL: &'static [Self] = &[Self::Permanent, Self::Workaround];
}

/// What kind of act put it right (ITIL: resolution code).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum ResolutionCode {
    Configuration,
    SoftwareFix,
    HardwareReplaced,
    AccessRestored,
    UserGuidance,
    VendorFix,
    NotReproducible,
    Duplicate,
    Other,
}

impl ResolutionCode {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// How a ticket was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    pub permanence: Permanence,
    pub code: ResolutionCode,
    pub notes: TextId,
    /// Solved by whoever heard of it first, without passing it on.
    pub first_contact: bool,
    /// The root cause is known; otherwise the text beside it says why not.
    pub cause_known: bool,
    pub at: Timestamp,
}
