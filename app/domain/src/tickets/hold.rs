//! What a ticket on hold waits for.

use crate::kernel::time::Timestamp;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};

/// What a ticket on hold waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum HoldReason {
    User,
    Vendor,
    Change,
    Problem,
}

impl HoldReason {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub reason: HoldReason,
    pub until: Option<Timestamp>,
    /// The state to return to.
    pub before: State,
}
