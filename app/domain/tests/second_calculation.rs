//! The clocks of promises, counted a second time by a program that was written from
//! `docs/service-levels.md` alone and looks at every minute. `GUICHET_SEED` draws other histories.
#![allow(clippy::unwrap_used)]

use guichet_domain::directory::opening::{Closure, Hours, OpenTime, Window};
use guichet_domain::directory::service_level::{PromiseRules, Scope, ServiceLevel, Times};
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::hold_reason::HoldReason;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::promise::Promise;
use guichet_domain::kernel::tagged::StoredEvent;
use guichet_domain::kernel::time::{MINUTE, Zone};
use guichet_domain::tickets::clock::{Clock, Stand};
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::winding::wind;
use guichet_domain::{CalendarId, CommandId, ServiceLevelId, Ticket, TicketId, Timestamp, evolve};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

#[derive(Deserialize)]
struct Zones {
    zones: BTreeMap<String, Vec<(i64, i32)>>,
}

#[derive(Deserialize)]
struct DrawnCalendar {
    id: i64,
    zone: String,
    week: [Vec<(u16, u16)>; 7],
    french_holidays: bool,
    closures: Vec<Closure>,
}

#[derive(Deserialize)]
struct DrawnLevel {
    id: i64,
    active: bool,
    scope: Scope,
    calendar: i64,
    times: Vec<Times>,
    pauses: BTreeSet<HoldReason>,
}

#[derive(Deserialize)]
struct Line {
    at: i64,
    #[serde(rename = "type")]
    name: String,
    v: i64,
    data: Value,
}

/// A clock as both sides tell it.
#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Told {
    state: String,
    used: i64,
    due: Option<i64>,
    kept: Option<bool>,
}

#[derive(Deserialize)]
struct History {
    n: i64,
    calendars: Vec<DrawnCalendar>,
    levels: Vec<DrawnLevel>,
    log: Vec<Line>,
    expected: Vec<BTreeMap<Promise, Told>>,
}

fn rules(history: &History, zones: &BTreeMap<String, Vec<(i64, i32)>>) -> PromiseRules {
    let open = history.calendars.iter().map(|calendar| {
        let window = |(from, to): &(u16, u16)| Window {
            from: *from,
            to: *to,
        };
        let hours = Hours {
            week: calendar
                .week
                .each_ref()
                .map(|day| day.iter().map(window).collect()),
            french_holidays: calendar.french_holidays,
            closures: calendar.closures.clone(),
        };
        let zone = Zone {
            name: calendar.zone.clone(),
            offsets: zones[&calendar.zone].clone(),
        };
        ((CalendarId(calendar.id), 0), OpenTime { zone, hours })
    });
    let levels = history.levels.iter().map(|level| ServiceLevel {
        id: ServiceLevelId(level.id),
        name: Label::default(),
        scope: level.scope,
        calendar: CalendarId(level.calendar),
        times: level.times.clone(),
        pauses: level.pauses.clone(),
        steps: Vec::new(),
        active: level.active,
    });
    PromiseRules::new(levels, open.collect())
}

fn told(clock: &Clock, rules: &PromiseRules, now: Timestamp) -> Told {
    let sum = clock.sum.clone().unwrap_or_default();
    let (state, kept) = match clock.stand {
        Stand::Untargeted => ("none", None),
        Stand::Running => ("running", None),
        Stand::Paused { .. } => ("paused", None),
        Stand::Stopped { kept } => ("stopped", kept),
    };
    let ran = match (&sum.target, clock.is_running()) {
        (Some(target), true) => rules.open_time(target).unwrap().between(clock.since, now),
        _ => 0,
    };
    let used = sum.used + ran;
    assert_eq!(used % MINUTE, 0);
    Told {
        state: state.to_owned(),
        used: used / MINUTE,
        due: clock.due.map(|due| due.0),
        kept,
    }
}

fn agrees(history: &History, zones: &BTreeMap<String, Vec<(i64, i32)>>, seed: &str) {
    let rules = rules(history, zones);
    let mut ticket = Ticket::unrecorded(TicketId(1));
    let mut clocks = None;
    for (i, (line, expected)) in history.log.iter().zip(&history.expected).enumerate() {
        let stored = StoredEvent {
            name: line.name.clone(),
            v: line.v,
            data: line.data.clone().into(),
        };
        let envelope = Envelope {
            ticket: ticket.id,
            at: Timestamp(line.at),
            by: Who::System,
            command: CommandId::default(),
            event: Event::read(stored).unwrap(),
        };
        let after = evolve(ticket.clone(), &envelope);
        clocks = wind(clocks, &ticket, &after, &envelope, &rules);
        ticket = after;
        for (promise, expected) in expected {
            let Some(clocks) = &clocks else {
                // Where no level is active there are no clocks at all.
                assert!(rules.is_empty() && expected.due.is_none() && expected.kept.is_none());
                continue;
            };
            let ours = told(clocks.of(*promise), &rules, envelope.at);
            assert_eq!(
                ours, *expected,
                "seed {seed}, history {}, {promise:?} after event {i}, {}",
                history.n, line.name
            );
        }
    }
}

#[test]
fn clocks_agree_to_the_minute_with_a_second_calculation() {
    let seed = std::env::var("GUICHET_SEED").unwrap_or_else(|_| "20260731".to_owned());
    let program = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/service_levels/second_calculation.py"
    );
    let mut child = Command::new("python3")
        .args([program, "--count", "10000", "--seed", &seed])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let Zones { zones } = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    let mut compared = 0;
    for line in lines {
        let history = serde_json::from_str(&line.unwrap()).unwrap();
        agrees(&history, &zones, &seed);
        compared += 1;
    }
    assert!(child.wait().unwrap().success());
    assert_eq!(compared, 10_000);
}
