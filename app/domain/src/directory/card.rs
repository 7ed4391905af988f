//! Details of a person that are shown beside a ticket.

use crate::directory::absence::Absence;
use crate::kernel::ids::PersonId;
use crate::kernel::language::Label;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Details of a person that are shown beside a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The person.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// E-mail address, if they have one.
    pub email: Option<String>,
    /// Name of their department, if any.
    pub department: Option<Label>,
    /// Their current or next absence, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<Absence>,
}

/// Cards of the people whom a page names.
pub type People = BTreeMap<PersonId, Card>;
