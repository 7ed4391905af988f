//! One entry of the directory, as it is saved.

use crate::directory::catalogue::Item;
use crate::directory::disruption::Disruption;
use crate::directory::person::Person;
use crate::directory::service::{Category, Service};
use crate::directory::settings::Settings;
use crate::directory::team::{Department, Team};
use serde::{Deserialize, Serialize};

/// An entry of the directory, as administrators save it and the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    Person(Person),
    Team(Team),
    Department(Department),
    Service(Service),
    Category(Category),
    Item(Item),
    Disruption(Disruption),
    Settings(Settings),
}

impl Entry {
    /// The stream and number of the entry in the log.
    pub fn key(&self) -> (&'static str, i64) {
        match self {
            Self::Person(person) => ("person", person.id.0),
            Self::Team(team) => ("team", team.id.0),
            Self::Department(department) => ("department", department.id.0),
            Self::Service(service) => ("service", service.id.0),
            Self::Category(category) => ("category", category.id.0),
            Self::Item(item) => ("item", item.id.0),
            Self::Disruption(disruption) => ("disruption", disruption.id.0),
            Self::Settings(_) => ("settings", 1),
        }
    }
}
