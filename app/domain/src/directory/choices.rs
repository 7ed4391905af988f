//! What the forms of the desk offer.

use crate::kernel::ids::{CategoryId, ItemId, PersonId, ServiceId, TeamId};
use crate::kernel::language::Label;
use crate::kernel::priority::Matrix;
use serde::{Deserialize, Serialize};

/// What the forms of the desk offer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    pub services: Vec<(ServiceId, Label)>,
    /// Service, category, name.
    pub categories: Vec<(ServiceId, CategoryId, Label)>,
    pub teams: Vec<(TeamId, Label)>,
    pub agents: Vec<(PersonId, String)>,
    pub items: Vec<(ItemId, Label)>,
    pub matrix: Matrix,
}
