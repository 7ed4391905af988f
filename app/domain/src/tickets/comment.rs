//! What was said on a ticket.

use crate::kernel::actor::Who;
use crate::kernel::audience::Audience;
use crate::kernel::ids::TextId;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    pub text: TextId,
    pub by: Who,
    pub at: Timestamp,
    pub audience: Audience,
}
