//! How sure the desk is of who wrote a message.

use serde::{Deserialize, Serialize};

/// How sure the desk is that a message is from whom it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Sent to the address that only this person was told, or from a domain that our own mail
    /// server vouches for.
    Signed,
    /// The sender's address alone says so, and can be forged.
    Claimed,
}
