//! The person who is signed in.

use crate::kernel::actor::Actor;
use crate::kernel::ids::PersonId;
use crate::kernel::language::Language;
use crate::kernel::time::Zone;
use serde::{Deserialize, Serialize};

/// Details of the person who is signed in that every page needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The person.
    pub person: PersonId,
    /// Full name.
    pub name: String,
    /// E-mail address, if any.
    pub email: Option<String>,
    /// The person as actor, with role and teams.
    pub actor: Actor,
    /// Language they chose, if any.
    pub language: Option<Language>,
    /// Their time zone, or that of the desk.
    pub zone: Zone,
    /// Number of requests that await their decision.
    pub approvals: i64,
    /// Number of unread notifications.
    pub unread: i64,
}
