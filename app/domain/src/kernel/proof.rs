//! Certainty about the author of a message that came by mail.

use serde::{Deserialize, Serialize};

/// How certain it is that the sender a message names wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The message went to the reply address that only this person knows, or our own mail server
    /// vouches for the domain of its sender.
    Signed,
    /// Only the sender's address names its author, and that can be forged.
    Claimed,
}
