//! Teams of the desk, and departments of the organisation.

use crate::kernel::ids::{DepartmentId, PersonId, TeamId};
use crate::kernel::language::Label;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub id: TeamId,
    pub name: Label,
    pub active: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    pub id: DepartmentId,
    pub name: Label,
    pub manager: Option<PersonId>,
    pub parent: Option<DepartmentId>,
}
