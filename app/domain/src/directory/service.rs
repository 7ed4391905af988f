//! Services, and the categories of their tickets.

use crate::kernel::ids::{CategoryId, ServiceId, TeamId};
use crate::kernel::language::Label;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    pub id: ServiceId,
    pub name: Label,
    pub team: TeamId,
    /// Its tickets are seen by its team alone.
    pub restricted: bool,
    pub active: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: CategoryId,
    pub service: ServiceId,
    pub name: Label,
    pub active: bool,
}
