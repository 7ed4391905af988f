//! People, groups and categories named in the rows, found in the directory or added to it.

use super::row::Row;
use crate::Error;
use guichet_desk::Desk;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::directory::team::Team;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::Label;
use guichet_domain::{CategoryId, PersonId, ServiceId, TeamId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Name of the caller if the source does not know one.
const NOBODY: &str = "Caller ?";
/// Name of the team of a service whose group the source does not know.
const NO_GROUP: &str = "ServiceNow";

/// Identifiers by name.
pub struct Names {
    pub directory: Arc<Directory>,
    people: BTreeMap<String, PersonId>,
    teams: BTreeMap<String, TeamId>,
    services: BTreeMap<String, ServiceId>,
    categories: BTreeMap<(ServiceId, String), CategoryId>,
}

impl Names {
    /// Adds the missing entries in three transactions, each referring to entries added before.
    ///
    /// # Errors
    /// The desk refuses an entry, or the database does not answer.
    pub async fn settle(desk: &Desk, rows: &[Row]) -> Result<Self, Error> {
        let mut names = Self::of(desk.directory().await?);
        let entries = names.missing_people_and_teams(rows);
        if !entries.is_empty() {
            desk.set_up_all(entries).await?;
            names = Self::of(desk.directory().await?);
        }
        let entries = names.missing_services(rows);
        if !entries.is_empty() {
            desk.set_up_all(entries).await?;
            names = Self::of(desk.directory().await?);
        }
        let entries = names.missing_categories(rows);
        if !entries.is_empty() {
            desk.set_up_all(entries).await?;
            names = Self::of(desk.directory().await?);
        }
        Ok(names)
    }

    /// Reads the names of a directory; if several entries share a name the first counts.
    fn of(directory: Arc<Directory>) -> Self {
        let mut names = Self {
            people: BTreeMap::new(),
            teams: BTreeMap::new(),
            services: BTreeMap::new(),
            categories: BTreeMap::new(),
            directory: Arc::clone(&directory),
        };
        for person in directory.people.values() {
            names.people.entry(person.name.clone()).or_insert(person.id);
        }
        for team in directory.teams.values() {
            names.teams.entry(team.name.fr.clone()).or_insert(team.id);
        }
        for service in directory.services.values() {
            let name = service.name.fr.clone();
            names.services.entry(name).or_insert(service.id);
        }
        for category in directory.categories.values() {
            let key = (category.service, category.name.fr.clone());
            names.categories.entry(key).or_insert(category.id);
        }
        names
    }

    fn missing_people_and_teams(&self, rows: &[Row]) -> Vec<Entry> {
        let mut agents = BTreeSet::new();
        let mut callers = BTreeSet::new();
        let mut groups = BTreeSet::new();
        for row in rows {
            agents.extend(
                [&row.opened_by, &row.updated_by, &row.assignee]
                    .into_iter()
                    .flatten(),
            );
            callers.insert(row.caller.as_deref().unwrap_or(NOBODY));
            groups.extend(row.group.as_deref());
            if row.category.is_some() && row.group.is_none() {
                groups.insert(NO_GROUP);
            }
        }
        let person = |name: &str, role| {
            Entry::Person(Person {
                name: name.to_owned(),
                role,
                active: true,
                ..Person::default()
            })
        };
        let teams = groups
            .into_iter()
            .filter(|name| !self.teams.contains_key(*name));
        let mut entries: Vec<Entry> = teams
            .map(|name| {
                Entry::Team(Team {
                    name: Label::new(name, name),
                    active: true,
                    ..Team::default()
                })
            })
            .collect();
        let mut seen = BTreeSet::new();
        let agents = agents.into_iter().map(|name| (name.as_str(), Role::Agent));
        let callers = callers.into_iter().map(|name| (name, Role::User));
        for (name, role) in agents.chain(callers) {
            if !self.people.contains_key(name) && seen.insert(name) {
                entries.push(person(name, role));
            }
        }
        entries
    }

    /// Services to add, each for the first group that is known to have had it.
    fn missing_services(&self, rows: &[Row]) -> Vec<Entry> {
        let mut teams: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for row in rows {
            if let Some(category) = row.category.as_deref() {
                let team = teams.entry(category).or_default();
                *team = team.or(row.group.as_deref());
            }
        }
        teams
            .into_iter()
            .filter(|(name, _)| !self.services.contains_key(*name))
            .filter_map(|(name, group)| {
                let team = *self.teams.get(group.unwrap_or(NO_GROUP))?;
                Some(Entry::Service(Service {
                    name: Label::new(name, name),
                    team,
                    active: true,
                    ..Service::default()
                }))
            })
            .collect()
    }

    fn missing_categories(&self, rows: &[Row]) -> Vec<Entry> {
        let wanted: BTreeSet<(ServiceId, &str)> = rows
            .iter()
            .filter_map(|row| Some((self.service(row)?, row.subcategory.as_deref()?)))
            .collect();
        wanted
            .into_iter()
            .filter(|(service, name)| {
                !self
                    .categories
                    .contains_key(&(*service, (*name).to_owned()))
            })
            .map(|(service, name)| {
                Entry::Category(Category {
                    service,
                    name: Label::new(name, name),
                    active: true,
                    ..Category::default()
                })
            })
            .collect()
    }

    pub fn person(&self, name: Option<&String>) -> Option<PersonId> {
        self.people.get(name?).copied()
    }

    pub fn caller(&self, row: &Row) -> PersonId {
        let name = row.caller.as_deref().unwrap_or(NOBODY);
        self.people.get(name).copied().unwrap_or_default()
    }

    pub fn team(&self, row: &Row) -> Option<TeamId> {
        self.teams.get(row.group.as_ref()?).copied()
    }

    pub fn service(&self, row: &Row) -> Option<ServiceId> {
        self.services.get(row.category.as_ref()?).copied()
    }

    pub fn category(&self, row: &Row) -> Option<CategoryId> {
        let key = (self.service(row)?, row.subcategory.clone()?);
        self.categories.get(&key).copied()
    }
}
