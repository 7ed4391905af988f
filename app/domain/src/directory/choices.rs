//! Choices that the forms of the desk offer.

use crate::kernel::ids::{CategoryId, ItemId, PersonId, ServiceId, TeamId};
use crate::kernel::language::Label;
use crate::kernel::priority::Matrix;
use serde::{Deserialize, Serialize};

/// Choices that the forms of the desk offer: active entries of the directory only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Services, with their names.
    pub services: Vec<(ServiceId, Label)>,
    /// Categories, each with its service and its name.
    pub categories: Vec<(ServiceId, CategoryId, Label)>,
    /// Teams, with their names.
    pub teams: Vec<(TeamId, Label)>,
    /// Agents, with their names.
    pub agents: Vec<(PersonId, String)>,
    /// Items of the catalogue, with their names.
    pub items: Vec<(ItemId, Label)>,
    /// Matrix from which forms preview the priority.
    pub matrix: Matrix,
}
