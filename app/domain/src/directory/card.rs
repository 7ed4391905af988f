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
    /// How agents reach them and where; `None` for whoever is no agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workplace: Option<Box<Workplace>>,
    /// Their current or next absence, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<Absence>,
}

/// How somebody is reached, and where they work with what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workplace {
    /// Telephone number.
    pub telephone: Option<String>,
    /// Where they work.
    pub place: Option<String>,
    /// Computer they work with.
    pub computer: Option<String>,
}

/// Cards of the people whom a page names.
pub type People = BTreeMap<PersonId, Card>;
