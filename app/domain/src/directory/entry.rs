//! One entry of the directory, as it is saved.

use crate::directory::catalogue::Item;
use crate::directory::disruption::Disruption;
use crate::directory::person::Person;
use crate::directory::service::{Category, Service};
use crate::directory::settings::Settings;
use crate::directory::team::{Department, Team};
use crate::kernel::ids::DisruptionId;
use crate::kernel::stream::{Beside, Stream, StreamEvent, StreamId};
use crate::kernel::tagged::{StoredEvent, to_tagged};
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
    /// The stream of the entry in the log.
    pub fn stream(&self) -> StreamId {
        match self {
            Self::Person(person) => Stream::Person.of(person.id.0),
            Self::Team(team) => Stream::Team.of(team.id.0),
            Self::Department(department) => Stream::Department.of(department.id.0),
            Self::Service(service) => Stream::Service.of(service.id.0),
            Self::Category(category) => Stream::Category.of(category.id.0),
            Self::Item(item) => Stream::Item.of(item.id.0),
            Self::Disruption(disruption) => Stream::Disruption.of(disruption.id.0),
            Self::Settings(_) => Stream::Settings.of(1),
        }
    }

    /// Gives it a number; there is one set of settings.
    pub fn set_number(&mut self, number: i64) {
        match self {
            Self::Person(e) => e.id.0 = number,
            Self::Team(e) => e.id.0 = number,
            Self::Department(e) => e.id.0 = number,
            Self::Service(e) => e.id.0 = number,
            Self::Category(e) => e.id.0 = number,
            Self::Item(e) => e.id.0 = number,
            Self::Disruption(e) => e.id = DisruptionId(number),
            Self::Settings(_) => {}
        }
    }
}

impl StreamEvent for Entry {
    /// What is saved, without the kind that its stream says.
    fn store(&self) -> StoredEvent {
        StoredEvent {
            name: "saved".into(),
            v: 1,
            data: to_tagged(self).1.unwrap_or_default(),
        }
    }

    fn beside(&self) -> Beside {
        Beside::default()
    }
}
