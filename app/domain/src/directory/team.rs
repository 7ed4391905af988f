//! Teams of the desk, and departments of the organisation.

use crate::kernel::ids::{DepartmentId, PersonId, TeamId};
use crate::kernel::language::Label;
use serde::{Deserialize, Serialize};

/// Team of agents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Number of the team.
    pub id: TeamId,
    /// Name.
    pub name: Label,
    /// Whether tickets can be given to it.
    pub active: bool,
}

/// Department of the organisation: an organisational unit with a line manager.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Number of the department.
    pub id: DepartmentId,
    /// Name.
    pub name: Label,
    /// Line manager of its people, if any.
    pub manager: Option<PersonId>,
    /// Department above it; `None` at the top.
    pub parent: Option<DepartmentId>,
}
