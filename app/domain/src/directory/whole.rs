//! The directory: everything that administrators set up, as one value.

use crate::directory::business_calendar::BusinessCalendar;
use crate::directory::catalogue::Item;
use crate::directory::disruption::Disruption;
use crate::directory::entry::Entry;
use crate::directory::mail_sender::MailSender;
use crate::directory::person::Person;
use crate::directory::service::{Category, Service};
use crate::directory::service_level::ServiceLevel;
use crate::directory::settings::Settings;
use crate::directory::team::{Department, Team};
use crate::kernel::ids::{
    CalendarId, CategoryId, DepartmentId, DisruptionId, ItemId, PersonId, ServiceId,
    ServiceLevelId, TeamId,
};
use crate::kernel::stemming::fold;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that administrators set up: the fold of the streams of its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// People, including those whose accounts are closed.
    pub people: BTreeMap<PersonId, Person>,
    /// Teams.
    pub teams: BTreeMap<TeamId, Team>,
    /// Departments.
    pub departments: BTreeMap<DepartmentId, Department>,
    /// Services.
    pub services: BTreeMap<ServiceId, Service>,
    /// Categories.
    pub categories: BTreeMap<CategoryId, Category>,
    /// Items of the catalogue.
    pub items: BTreeMap<ItemId, Item>,
    /// Disruptions, including those that ended.
    pub disruptions: BTreeMap<DisruptionId, Disruption>,
    /// Business calendars.
    #[serde(default)]
    pub calendars: BTreeMap<CalendarId, BusinessCalendar>,
    /// Service levels, including those that are not applied.
    #[serde(default)]
    pub service_levels: BTreeMap<ServiceLevelId, ServiceLevel>,
    /// Settings.
    pub settings: Settings,
}

impl Directory {
    /// Adds an entry, or replaces the one with the same kind and number.
    pub fn save(&mut self, entry: Entry) {
        match entry {
            Entry::Person(e) => drop(self.people.insert(e.id, e)),
            Entry::Team(e) => drop(self.teams.insert(e.id, e)),
            Entry::Department(e) => drop(self.departments.insert(e.id, e)),
            Entry::Service(e) => drop(self.services.insert(e.id, e)),
            Entry::Category(e) => drop(self.categories.insert(e.id, e)),
            Entry::Item(e) => drop(self.items.insert(e.id, e)),
            Entry::Disruption(e) => drop(self.disruptions.insert(e.id, e)),
            Entry::Calendar(e) => drop(self.calendars.insert(e.id, e)),
            Entry::ServiceLevel(e) => drop(self.service_levels.insert(e.id, e)),
            Entry::Settings(e) => self.settings = e,
        }
    }

    /// Returns the current entry of the same kind and number, if there is one.
    pub fn same_entry(&self, as_this: &Entry) -> Option<Entry> {
        Some(match as_this {
            Entry::Person(e) => Entry::Person(self.people.get(&e.id)?.clone()),
            Entry::Team(e) => Entry::Team(self.teams.get(&e.id)?.clone()),
            Entry::Department(e) => Entry::Department(self.departments.get(&e.id)?.clone()),
            Entry::Service(e) => Entry::Service(self.services.get(&e.id)?.clone()),
            Entry::Category(e) => Entry::Category(self.categories.get(&e.id)?.clone()),
            Entry::Item(e) => Entry::Item(self.items.get(&e.id)?.clone()),
            Entry::Disruption(e) => Entry::Disruption(self.disruptions.get(&e.id)?.clone()),
            Entry::Calendar(e) => Entry::Calendar(self.calendars.get(&e.id)?.clone()),
            Entry::ServiceLevel(e) => Entry::ServiceLevel(self.service_levels.get(&e.id)?.clone()),
            Entry::Settings(_) => Entry::Settings(self.settings.clone()),
        })
    }

    /// Returns the person with this e-mail address, ignoring case and surrounding spaces.
    pub fn person_by_email(&self, email: &str) -> Option<&Person> {
        let email = email.trim().to_ascii_lowercase();
        self.people
            .values()
            .find(|person| person.email.as_deref() == Some(&email))
    }

    /// Returns the program that writes from this address, if its messages become tickets.
    pub fn mail_sender(&self, email: &str) -> Option<&MailSender> {
        let mut senders = self.settings.mail_senders.iter();
        senders.find(|sender| sender.address == email)
    }

    /// Returns the people whose name or e-mail address contains each of the first six words of
    /// `text`, ignoring case and accents. Returns nobody if there is no word.
    pub fn people_like(&self, text: &str) -> impl Iterator<Item = &Person> {
        let text = fold(text);
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).take(6).collect();
        self.people.values().filter(move |person| {
            let email = person.email.as_deref().unwrap_or_default();
            let hay = fold(&format!("{} {email}", person.name));
            !words.is_empty() && words.iter().all(|word| hay.contains(word.as_str()))
        })
    }

    /// Returns the people who can sign in as administrators.
    pub fn administrators(&self) -> BTreeSet<PersonId> {
        self.people
            .values()
            .filter(|person| person.administers())
            .map(|person| person.id)
            .collect()
    }

    /// Returns the active people whose role is an agent or above.
    pub fn agents(&self) -> impl Iterator<Item = &Person> {
        self.people
            .values()
            .filter(|person| person.active && person.role.is_agent())
    }
}
