//! Sessions of people who are signed in.

use crate::identity::client::Client;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Open session, as its owner or an administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    /// Identifier by which the session can be ended; it opens nothing.
    pub id: String,
    /// Client that uses it.
    pub client: Client,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last used, to within a few minutes.
    pub used_at: Timestamp,
    /// Whether it is the reader's own current session.
    pub current: bool,
}
