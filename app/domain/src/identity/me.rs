//! Who is signed in.

use crate::kernel::actor::Actor;
use crate::kernel::ids::PersonId;
use crate::kernel::language::Language;
use crate::kernel::time::Zone;
use serde::{Deserialize, Serialize};

/// Who is signed in, as the shell of every page needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub person: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub actor: Actor,
    pub language: Option<Language>,
    pub zone: Zone,
    /// Requests that await this person's decision.
    pub approvals: i64,
    /// Notifications not read yet.
    pub unread: i64,
}
