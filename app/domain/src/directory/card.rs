//! What is said of a person beside a ticket.

use crate::directory::absence::Absence;
use crate::kernel::ids::PersonId;
use crate::kernel::language::Label;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is said of a person beside a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub department: Option<Label>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<Absence>,
}

pub type People = BTreeMap<PersonId, Card>;
