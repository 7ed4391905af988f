//! People of the organisation.

use crate::directory::absence::Absence;
use crate::kernel::actor::{Actor, Role, Who};
use crate::kernel::ids::{DepartmentId, PersonId, TeamId};
use crate::kernel::language::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    /// Where an account signs in; somebody without an address cannot.
    pub email: Option<String>,
    pub role: Role,
    pub teams: BTreeSet<TeamId>,
    pub department: Option<DepartmentId>,
    pub language: Option<Language>,
    /// IANA name.
    pub zone: Option<String>,
    /// The next time, or now, that they are away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<Absence>,
    pub active: bool,
}

impl Person {
    pub fn actor(&self) -> Actor {
        Actor {
            who: Who::Person(self.id),
            role: self.role,
            teams: self.teams.clone(),
        }
    }

    /// Whether a decision can be asked of them: they are there, and have an address to sign in by.
    pub fn can_sign_in(&self) -> bool {
        self.active && self.email.is_some()
    }

    /// Whether they can set up the desk.
    pub fn administers(&self) -> bool {
        self.can_sign_in() && self.role.is_administrator()
    }
}
