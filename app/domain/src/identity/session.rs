//! Browsers that are signed in.

use crate::identity::client::Client;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A browser that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    /// What it is ended by.
    pub id: String,
    pub client: Client,
    pub created_at: Timestamp,
    /// To within a few minutes.
    pub used_at: Timestamp,
    pub current: bool,
}
