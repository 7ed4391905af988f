//! Facts for decisions, read from the directory.

use crate::directory::promise_rules::promise_rules;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::disruption::is_announced;
use guichet_domain::directory::organisation::OnDay;
use guichet_domain::directory::service_level::PromiseRules;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::time::{DAY, Zone};
use guichet_domain::tickets::approval::Route;
use guichet_domain::tickets::approval_route::route;
use guichet_domain::tickets::facts::{Facts, ServiceFacts};
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::{CategoryId, ItemId, PersonId, ServiceId, TeamId, Timestamp};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, Weak};

/// Facts of the directory that every decision needs.
#[derive(Clone)]
pub(crate) struct DirectoryFacts {
    pub agents: Arc<BTreeMap<PersonId, BTreeSet<TeamId>>>,
    pub teams: Arc<BTreeSet<TeamId>>,
    pub services: Arc<BTreeMap<ServiceId, ServiceFacts>>,
    promises: Arc<OnceLock<Arc<PromiseRules>>>,
}

/// Number of directories whose facts are cached: the writer's, and those of earlier snapshots.
const KNOWN: usize = 4;

/// Cache of facts. A shared directory does not change, so its facts are computed once.
static MADE: Mutex<Vec<(Weak<Directory>, DirectoryFacts)>> = Mutex::new(Vec::new());

impl DirectoryFacts {
    pub fn of(directory: &Arc<Directory>) -> Self {
        // As long as it is named here, nothing else can be at its address.
        let is_it =
            |(known, _): &&(Weak<Directory>, Self)| known.as_ptr() == Arc::as_ptr(directory);
        let Ok(mut made) = MADE.lock() else {
            return Self::find(directory);
        };
        if let Some((_, standing)) = made.iter().find(is_it) {
            return standing.clone();
        }
        let standing = Self::find(directory);
        made.push((Arc::downgrade(directory), standing.clone()));
        let spare = made.len().saturating_sub(KNOWN);
        made.drain(..spare);
        standing
    }

    fn find(directory: &Directory) -> Self {
        let mut categories: BTreeMap<ServiceId, BTreeSet<CategoryId>> = BTreeMap::new();
        for category in directory.categories.values().filter(|c| c.active) {
            let of = categories.entry(category.service).or_default();
            of.insert(category.id);
        }
        let mut no_cause: BTreeMap<ServiceId, BTreeSet<CategoryId>> = BTreeMap::new();
        for category in directory.categories.values().filter(|c| !c.asks_cause) {
            let of = no_cause.entry(category.service).or_default();
            of.insert(category.id);
        }
        let services = directory.services.values().filter(|service| service.active);
        let services = services.map(|service| {
            let facts = ServiceFacts {
                team: or_first_team(directory, service.team),
                restricted: service.restricted,
                categories: categories.remove(&service.id).unwrap_or_default(),
                no_cause: no_cause.remove(&service.id).unwrap_or_default(),
            };
            (service.id, facts)
        });
        let agents = directory.agents();
        let agents = agents.map(|person| (person.id, person.teams.clone()));
        let teams = directory.teams.values().filter(|team| team.active);
        Self {
            services: Arc::new(services.collect()),
            agents: Arc::new(agents.collect()),
            teams: Arc::new(teams.map(|team| team.id).collect()),
            promises: Arc::default(),
        }
    }
}

impl DirectoryFacts {
    /// The rules by which times are promised. What is known of time zones reaches years beyond `now`.
    pub fn promises(&self, directory: &Directory, now: Timestamp) -> Arc<PromiseRules> {
        let rules = || Arc::new(promise_rules(directory, now));
        Arc::clone(self.promises.get_or_init(rules))
    }
}

/// Facts the server has for every ticket.
pub(crate) fn facts(directory: &Arc<Directory>, zone: &Zone, now: Timestamp) -> Facts {
    let settings = &directory.settings;
    let standing = DirectoryFacts::of(directory);
    let DirectoryFacts {
        agents,
        teams,
        services,
        ..
    } = standing.clone();
    Facts {
        matrix: Some(settings.matrix.clone()),
        agents: Some(agents),
        teams: Some(teams),
        services: Some(services),
        people: None,
        others: None,
        promises: Some(standing.promises(directory, now)),
        parent: None,
        number: None,
        readable: None,
        route: None,
        item: Some(None),
        announced: false,
        reminded_at: reminded_at(directory, zone, now),
        closes_at: Some(closes_at(directory, zone, now)),
        reopen_until: Some(now.plus(i64::from(settings.reopen_within_days) * DAY)),
        first_team: Some(settings.first_team),
    }
}

/// Same as [`facts`], with the approval route of this ticket.
pub(crate) fn facts_for(
    directory: &Arc<Directory>,
    zone: &Zone,
    now: Timestamp,
    ticket: &Ticket,
) -> Facts {
    let item = ticket.item.and_then(|item| directory.items.get(&item));
    let asked = (ticket.affected, ticket.reporter);
    Facts {
        route: route_of(directory, item, asked, today(zone, now)),
        announced: is_announced(directory.disruptions.values(), ticket.id),
        ..facts(directory, zone, now)
    }
}

/// The current day in the time zone of the desk.
pub(crate) fn today(zone: &Zone, now: Timestamp) -> Date {
    zone.civil(now).date()
}

/// The team, or the first team of the settings if it was dissolved.
fn or_first_team(directory: &Directory, team: TeamId) -> TeamId {
    let stands = directory.teams.get(&team).is_some_and(|team| team.active);
    if stands {
        team
    } else {
        directory.settings.first_team
    }
}

/// Extends facts for a request of a catalogue item: its form fields and approval route.
pub(crate) fn facts_to_ask(
    facts: Facts,
    directory: &Directory,
    item: Option<ItemId>,
    asked: (PersonId, Option<PersonId>),
    day: Date,
) -> Facts {
    let item = item
        .and_then(|item| directory.items.get(&item))
        .filter(|item| item.active);
    let standing = |item: &Item| Item {
        team: or_first_team(directory, item.team),
        ..item.clone()
    };
    Facts {
        route: route_of(directory, item, asked, day),
        item: Some(item.map(standing)),
        ..facts
    }
}

fn route_of(
    directory: &Directory,
    item: Option<&Item>,
    (affected, reporter): (PersonId, Option<PersonId>),
    day: Date,
) -> Option<Option<Route>> {
    let organisation = OnDay(directory, day);
    Some(item.and_then(|item| route(&item.approval, affected, reporter, &organisation)))
}

/// Facts the browser of this viewer may have.
pub(crate) fn for_browser(facts: impl FnOnce() -> Facts, viewer: Viewer) -> Facts {
    match viewer {
        Viewer::Agent => Facts {
            route: None,
            item: None,
            people: None,
            ..facts()
        },
        Viewer::Participant | Viewer::Approver => Facts::default(),
    }
}

/// When a user who is asked now is reminded; `None` if they are not.
fn reminded_at(directory: &Directory, zone: &Zone, now: Timestamp) -> Option<Timestamp> {
    let days = directory.settings.remind_user_after_working_days;
    (days > 0).then(|| working_days_on(directory, zone, now, days))
}

fn closes_at(directory: &Directory, zone: &Zone, now: Timestamp) -> Timestamp {
    let days = directory.settings.close_after_working_days;
    working_days_on(directory, zone, now, days)
}

/// The instant that many working days after `from`, at the same time of day.
pub(crate) fn working_days_on(
    directory: &Directory,
    zone: &Zone,
    from: Timestamp,
    days: u32,
) -> Timestamp {
    let civil = zone.civil(from);
    let calendar = &directory.settings.calendar;
    let date = calendar.add_working_days(civil.date(), days);
    zone.instant(date.to_datetime(civil.time()))
}
