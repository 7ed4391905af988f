//! Resolutions: how a ticket was resolved.

use crate::kernel::ids::TextId;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether a resolution lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permanence {
    /// A workaround: the cause remains.
    Workaround,
    /// A permanent solution.
    Permanent,
}

impl Permanence {
    /// Both, the permanent one first.
    pub const ALL: &'static [Self] = &[Self::Permanent, Self::Workaround];
}

/// Kind of action that resolved the ticket (ITIL: resolution code).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum ResolutionCode {
    /// A configuration was changed.
    Configuration,
    /// Software was fixed.
    SoftwareFix,
    /// Hardware was replaced.
    HardwareReplaced,
    /// Access was restored.
    AccessRestored,
    /// The user was shown how to do it.
    UserGuidance,
    /// The vendor fixed it.
    VendorFix,
    /// It could not be reproduced.
    NotReproducible,
    /// The ticket duplicates another one.
    Duplicate,
    /// Anything else; also used for imported resolutions.
    Other,
}

impl ResolutionCode {
    /// All codes, in order of declaration.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// How a ticket was resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// Whether it is a workaround or a permanent solution.
    pub permanence: Permanence,
    /// Resolution code (ITIL).
    pub code: ResolutionCode,
    /// What was done, told to the user.
    pub notes: TextId,
    /// Whether it counts as resolved at first contact: by the recorder or first assignee, never
    /// handed over.
    pub first_contact: bool,
    /// Whether the root cause is known; otherwise the ticket's cause text says why not, if it was
    /// asked.
    pub cause_known: bool,
    /// When it was resolved.
    pub at: Timestamp,
}
