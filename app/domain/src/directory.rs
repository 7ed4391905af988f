//! What administrators set up: people, teams, services, the catalogue, the rules of the house.

use crate::absence::Absence;
use crate::approval::{ApprovalPolicy, Organisation};
use crate::calendar::Calendar;
use crate::facts::{Actor, Role};
use crate::ids::*;
use crate::priority::Matrix;
use crate::ticket::{Cents, Who};
use crate::time::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The languages the desk speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Fr,
    En,
}

impl Language {
    pub const ALL: &'static [Self] = &[Self::Fr, Self::En];

    /// The code of BCP 47.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|language| language.code() == code)
    }
}

/// A name that administrators give in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    pub fr: String,
    pub en: String,
}

impl Label {
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            fr: fr.into(),
            en: en.into(),
        }
    }

    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    /// Where an account signs in; somebody without an address cannot.
    pub email: Option<String>,
    pub role: Role,
    pub teams: BTreeSet<TeamId>,
    pub department: Option<DepartmentId>,
    pub language: Option<Language>,
    /// IANA name.
    pub zone: Option<String>,
    /// The next time, or now, that they are away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<Absence>,
    pub active: bool,
}

impl Person {
    pub fn actor(&self) -> Actor {
        Actor {
            who: Who::Person(self.id),
            role: self.role,
            teams: self.teams.clone(),
        }
    }

    /// Whether a decision can be asked of them: they are there, and have an address to sign in by.
    pub fn can_sign_in(&self) -> bool {
        self.active && self.email.is_some()
    }

    /// Whether they can set up the desk.
    pub fn administers(&self) -> bool {
        self.can_sign_in() && self.role.is_administrator()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub id: TeamId,
    pub name: Label,
    pub active: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    pub id: DepartmentId,
    pub name: Label,
    pub manager: Option<PersonId>,
    pub parent: Option<DepartmentId>,
}

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

/// What a catalogue item asks for beside the subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemField {
    /// Stable: what answers are stored under.
    pub key: String,
    pub label: Label,
    pub required: bool,
    pub kind: FieldKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum FieldKind {
    Text,
    Choice { choices: Vec<Label> },
    Number { min: i64, max: i64 },
    Date,
}

/// An evaluation that an item carries itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardEvaluation {
    pub cost: Option<Cents>,
    pub impact: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: ItemId,
    pub name: Label,
    pub description: Label,
    pub service: Option<ServiceId>,
    pub team: TeamId,
    pub fields: Vec<ItemField>,
    pub approval: ApprovalPolicy,
    pub standard: Option<StandardEvaluation>,
    pub active: bool,
}

/// An announcement on the portal, written by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disruption {
    pub id: DisruptionId,
    pub service: Option<ServiceId>,
    pub title: String,
    pub message: String,
    pub since: Timestamp,
    pub ended: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub close_after_working_days: u32,
    pub reopen_within_days: u32,
    /// When approvers are reminded; 0 means never.
    #[serde(default = "remind_after")]
    pub remind_after_working_days: u32,
    pub calendar: Calendar,
    /// Where tickets go that no service claims.
    pub first_team: TeamId,
    pub matrix: Matrix,
    /// Roles that sign in with a second factor or not at all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub second_factor: BTreeSet<Role>,
}

/// As delivered, and for settings saved before there were reminders.
const fn remind_after() -> u32 {
    2
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            close_after_working_days: 5,
            reopen_within_days: 14,
            remind_after_working_days: remind_after(),
            calendar: Calendar::default(),
            first_team: TeamId(1),
            matrix: Matrix::default(),
            second_factor: BTreeSet::new(),
        }
    }
}

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

/// Everything administrators set up: the fold of their streams.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    pub people: BTreeMap<PersonId, Person>,
    pub teams: BTreeMap<TeamId, Team>,
    pub departments: BTreeMap<DepartmentId, Department>,
    pub services: BTreeMap<ServiceId, Service>,
    pub categories: BTreeMap<CategoryId, Category>,
    pub items: BTreeMap<ItemId, Item>,
    pub disruptions: BTreeMap<DisruptionId, Disruption>,
    pub settings: Settings,
}

impl Directory {
    /// The directory after one more entry was saved.
    pub fn save(&mut self, entry: Entry) {
        match entry {
            Entry::Person(e) => drop(self.people.insert(e.id, e)),
            Entry::Team(e) => drop(self.teams.insert(e.id, e)),
            Entry::Department(e) => drop(self.departments.insert(e.id, e)),
            Entry::Service(e) => drop(self.services.insert(e.id, e)),
            Entry::Category(e) => drop(self.categories.insert(e.id, e)),
            Entry::Item(e) => drop(self.items.insert(e.id, e)),
            Entry::Disruption(e) => drop(self.disruptions.insert(e.id, e)),
            Entry::Settings(e) => self.settings = e,
        }
    }

    /// The entry of the same kind and number, as it stands.
    pub fn same_entry(&self, as_this: &Entry) -> Option<Entry> {
        Some(match as_this {
            Entry::Person(e) => Entry::Person(self.people.get(&e.id)?.clone()),
            Entry::Team(e) => Entry::Team(self.teams.get(&e.id)?.clone()),
            Entry::Department(e) => Entry::Department(self.departments.get(&e.id)?.clone()),
            Entry::Service(e) => Entry::Service(self.services.get(&e.id)?.clone()),
            Entry::Category(e) => Entry::Category(self.categories.get(&e.id)?.clone()),
            Entry::Item(e) => Entry::Item(self.items.get(&e.id)?.clone()),
            Entry::Disruption(e) => Entry::Disruption(self.disruptions.get(&e.id)?.clone()),
            Entry::Settings(_) => Entry::Settings(self.settings.clone()),
        })
    }

    pub fn person_by_email(&self, email: &str) -> Option<&Person> {
        let email = email.trim().to_lowercase();
        self.people
            .values()
            .find(|person| person.email.as_deref() == Some(&email))
    }

    /// Those who can set up the desk.
    pub fn administrators(&self) -> BTreeSet<PersonId> {
        self.people
            .values()
            .filter(|person| person.administers())
            .map(|person| person.id)
            .collect()
    }

    pub fn agents(&self) -> impl Iterator<Item = &Person> {
        self.people
            .values()
            .filter(|person| person.active && person.role.is_agent())
    }
}

/// The directory on a day of the desk's calendar.
#[derive(Clone, Copy, Debug)]
pub struct OnDay<'a>(pub &'a Directory, pub Date);

impl Organisation for OnDay<'_> {
    fn line_manager(&self, person: PersonId) -> Option<PersonId> {
        let mut department = self.0.people.get(&person)?.department;
        // The manager of a department answers to the one above it.
        for _ in 0..32 {
            let here = self.0.departments.get(&department?)?;
            match here.manager {
                Some(manager) if manager != person => return Some(manager),
                _ => department = here.parent,
            }
        }
        None
    }

    fn administrators(&self) -> BTreeSet<PersonId> {
        self.0.administrators()
    }

    fn is_active(&self, person: PersonId) -> bool {
        self.0.people.get(&person).is_some_and(Person::can_sign_in)
    }

    fn substitute(&self, person: PersonId) -> Option<PersonId> {
        let absence = self.0.people.get(&person)?.absence.as_ref()?;
        absence.substitute.filter(|_| absence.covers(self.1))
    }
}
