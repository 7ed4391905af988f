//! Amounts of money.

use serde::{Deserialize, Serialize};

/// An amount of money in hundredths of the desk's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);
