//! When the desk of the demonstration works, and what it promises.

use guichet_domain::directory::business_calendar::{BusinessCalendar, ZonedHours};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::opening::{Hours, Window};
use guichet_domain::directory::service_level::{Scope, ServiceLevel, Times};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::{CalendarId, ServiceLevelId, TeamId};
use std::collections::BTreeSet;

const OFFICE: CalendarId = CalendarId(1);
const ALWAYS: CalendarId = CalendarId(2);

/// Calendars: office hours, and day and night.
pub fn calendars() -> Vec<Entry> {
    let window = |from: u16, to: u16| Window { from, to };
    let day = vec![
        window(8 * 60, 12 * 60 + 30),
        window(13 * 60 + 30, 18 * 60 + 30),
    ];
    let office = Hours {
        week: std::array::from_fn(|weekday| match weekday {
            0..5 => day.clone(),
            _ => Vec::new(),
        }),
        french_holidays: true,
        closures: Vec::new(),
    };
    let calendar = |id, name, hours| {
        Entry::Calendar(BusinessCalendar {
            id,
            name,
            now: ZonedHours {
                zone: "Europe/Paris".to_owned(),
                hours,
            },
            before: Vec::new(),
        })
    };
    vec![
        calendar(
            OFFICE,
            Label::new("Heures de bureau", "Office hours"),
            office,
        ),
        calendar(
            ALWAYS,
            Label::new("Jour et nuit", "Day and night"),
            Hours::always(),
        ),
    ]
}

/// Service levels: one for everything, and a shorter one for the network.
pub fn service_levels(network: TeamId) -> Vec<Entry> {
    let times = |kind, priority, own, resolve| Times {
        kind,
        priority,
        own: Some(own),
        resolve: Some(resolve),
    };
    let level = |id, name, scope, calendar, times| {
        Entry::ServiceLevel(ServiceLevel {
            id: ServiceLevelId(id),
            name,
            scope,
            calendar,
            times,
            pauses: BTreeSet::new(),
            steps: ServiceLevel::usual_steps(),
            active: true,
        })
    };
    use Priority::{Critical, High, Low, Moderate, VeryLow};
    let hours = |hours: u32| hours * 60;
    let usual = [
        (Critical, 15, hours(4)),
        (High, 30, hours(9)),
        (Moderate, hours(2), hours(27)),
        (Low, hours(4), hours(45)),
        (VeryLow, hours(9), hours(90)),
    ];
    let incidents =
        usual.map(|(priority, own, resolve)| times(Kind::Incident, priority, own, resolve));
    let requests = usual.map(|(priority, own, resolve)| {
        times(
            Kind::Request,
            priority,
            own.max(hours(2)),
            resolve.max(hours(27)),
        )
    });
    let all = incidents.into_iter().chain(requests).collect();
    let night = vec![
        times(Kind::Incident, Critical, 15, hours(2)),
        times(Kind::Incident, High, 30, hours(8)),
    ];
    vec![
        level(
            1,
            Label::new("Standard", "Standard"),
            Scope::Everything,
            OFFICE,
            all,
        ),
        level(
            2,
            Label::new("Réseau, jour et nuit", "Network, day and night"),
            Scope::Team(network),
            ALWAYS,
            night,
        ),
    ]
}
