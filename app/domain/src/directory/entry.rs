//! Entries of the directory, as they are saved.

use crate::directory::business_calendar::BusinessCalendar;
use crate::directory::catalogue::Item;
use crate::directory::disruption::Disruption;
use crate::directory::person::Person;
use crate::directory::service::{Category, Service};
use crate::directory::service_level::ServiceLevel;
use crate::directory::settings::Settings;
use crate::directory::team::{Department, Team};
use crate::kernel::ids::DisruptionId;
use crate::kernel::stream::{Beside, Stream, StreamEvent, StreamId};
use crate::kernel::tagged::{StoredEvent, to_tagged};
use serde::{Deserialize, Serialize};

/// Entry of the directory, as administrators save it and the log stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A person.
    Person(Person),
    /// A team of agents.
    Team(Team),
    /// A department of the organisation.
    Department(Department),
    /// A service.
    Service(Service),
    /// A category of incidents.
    Category(Category),
    /// An item of the catalogue.
    Item(Item),
    /// A disruption announced on the portal.
    Disruption(Disruption),
    /// A business calendar.
    Calendar(BusinessCalendar),
    /// A service level.
    ServiceLevel(ServiceLevel),
    /// The settings of the desk, of which there is one set.
    Settings(Settings),
}

impl Entry {
    /// Returns the stream of the entry in the log.
    pub fn stream(&self) -> StreamId {
        match self {
            Self::Person(person) => Stream::Person.of(person.id.0),
            Self::Team(team) => Stream::Team.of(team.id.0),
            Self::Department(department) => Stream::Department.of(department.id.0),
            Self::Service(service) => Stream::Service.of(service.id.0),
            Self::Category(category) => Stream::Category.of(category.id.0),
            Self::Item(item) => Stream::Item.of(item.id.0),
            Self::Disruption(disruption) => Stream::Disruption.of(disruption.id.0),
            Self::Calendar(calendar) => Stream::Calendar.of(calendar.id.0),
            Self::ServiceLevel(level) => Stream::ServiceLevel.of(level.id.0),
            Self::Settings(_) => Stream::Settings.of(1),
        }
    }

    /// Sets the number of the entry. Does nothing for settings, of which there is one set.
    pub fn set_number(&mut self, number: i64) {
        match self {
            Self::Person(e) => e.id.0 = number,
            Self::Team(e) => e.id.0 = number,
            Self::Department(e) => e.id.0 = number,
            Self::Service(e) => e.id.0 = number,
            Self::Category(e) => e.id.0 = number,
            Self::Item(e) => e.id.0 = number,
            Self::Disruption(e) => e.id = DisruptionId(number),
            Self::Calendar(e) => e.id.0 = number,
            Self::ServiceLevel(e) => e.id.0 = number,
            Self::Settings(_) => {}
        }
    }
}

impl StreamEvent for Entry {
    /// Returns the event `saved`, without the kind of the entry, which its stream names.
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
