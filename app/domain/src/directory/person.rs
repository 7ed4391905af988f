//! People the desk knows.

use crate::directory::absence::Absence;
use crate::kernel::actor::{Actor, Role, Who};
use crate::kernel::ids::{DepartmentId, PersonId, TeamId};
use crate::kernel::language::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Person the desk knows, with or without an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Number of the person.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// E-mail address, with which they sign in; without one they cannot. Unique, in lower case.
    pub email: Option<String>,
    /// Role at the desk.
    pub role: Role,
    /// Teams they belong to.
    pub teams: BTreeSet<TeamId>,
    /// Department they belong to, if any.
    pub department: Option<DepartmentId>,
    /// Line manager; `None` for that of their department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<PersonId>,
    /// Telephone number, as people write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    /// Where they work, as people say it: a site, a floor, a room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Name or number of the computer they work with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computer: Option<String>,
    /// Language they chose, if any.
    pub language: Option<Language>,
    /// IANA name of their time zone; `None` for that of the desk.
    pub zone: Option<String>,
    /// Their current or next absence, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<Absence>,
    /// Whether they may choose a first password by "forgotten password": administrators entered
    /// them. Whom the desk knows from a message alone may not.
    #[serde(default, skip_serializing_if = "is_false")]
    pub may_join: bool,
    /// Whether the account is open; without, they can neither sign in nor be assigned.
    pub active: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Person {
    /// Returns the person as actor.
    pub fn actor(&self) -> Actor {
        Actor {
            who: Who::Person(self.id),
            role: self.role,
            teams: self.teams.clone(),
        }
    }

    /// Whether they can sign in: they are active and have an e-mail address.
    pub fn can_sign_in(&self) -> bool {
        self.active && self.email.is_some()
    }

    /// Whether they can sign in as an administrator.
    pub fn administers(&self) -> bool {
        self.can_sign_in() && self.role.is_administrator()
    }
}
