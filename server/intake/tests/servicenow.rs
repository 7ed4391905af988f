//! The import, compared with a second reading of the same file that shares nothing with the first.

mod common;

use common::desk;
use common::log::{at, imported, log};
use guichet_domain::Timestamp;
use guichet_domain::kernel::priority::Priority;
use guichet_domain::tickets::event::{Event, Imported};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::workflow::State;
use guichet_intake::servicenow::{Report, import};
use std::collections::BTreeMap;

const LOG: &str = include_str!("data/servicenow-incident-log.sample.csv");

/// Days since 1970 of a date, by counting.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let leap = |y: i64| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    let lengths = |y| {
        [
            31,
            if leap(y) { 29 } else { 28 },
            31,
            30,
            31,
            30,
            31,
            31,
            30,
            31,
            30,
            31,
        ]
    };
    let years: i64 = (1970..year).map(|y| if leap(y) { 366 } else { 365 }).sum();
    let months: i64 = lengths(year).iter().take(month as usize - 1).sum();
    years + months + day - 1
}

/// A wall clock in Paris: summer time from the last Sunday of March to that of October.
fn paris(text: &str) -> Option<i64> {
    if text == "?" {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<i64>().expect("a number");
    let (day, month, year) = (number(0..2), number(3..5), number(6..10));
    let minutes = days(year, month, day) * 1440 + number(11..13) * 60 + number(14..16);
    // 1970-01-01 was a Thursday.
    let last_sunday = |month| {
        let last = days(year, month, 31);
        last - (last + 4) % 7
    };
    let summer = (last_sunday(3) * 1440 + 120..last_sunday(10) * 1440 + 180).contains(&minutes);
    Some((minutes - if summer { 120 } else { 60 }) * 60_000_000)
}

type Row = BTreeMap<&'static str, &'static str>;

/// The rows of each incident, in the order of the file.
fn incidents() -> BTreeMap<&'static str, Vec<Row>> {
    let mut lines = LOG.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let mut incidents: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for line in lines {
        let row: Row = header.iter().copied().zip(line.split(',')).collect();
        incidents.entry(row["number"]).or_default().push(row);
    }
    incidents
}

fn time(row: &Row, column: &str) -> Option<i64> {
    paris(row[column])
}

fn state(row: &Row) -> (State, Option<HoldReason>) {
    match row["incident_state"] {
        "New" => (State::New, None),
        "Active" => (State::Diagnosing, None),
        "Awaiting User Info" => (State::OnHold, Some(HoldReason::User)),
        "Awaiting Problem" => (State::OnHold, Some(HoldReason::Problem)),
        "Resolved" => (State::Resolved, None),
        "Closed" => (State::Closed, None),
        other => panic!("{other}"),
    }
}

fn priority(row: &Row) -> Priority {
    match row["priority"] {
        "1 - Critical" => Priority::Critical,
        "2 - High" => Priority::High,
        "3 - Moderate" => Priority::Moderate,
        "4 - Low" => Priority::Low,
        other => panic!("{other}"),
    }
}

fn name(text: &str) -> Option<String> {
    (text != "?").then(|| text.to_owned())
}

async fn taken_in() -> (common::House, Report) {
    let house = desk().await;
    let report = import(&house.desk, LOG.as_bytes(), "Europe/Paris")
        .await
        .expect("import");
    (house, report)
}

#[tokio::test]
async fn every_incident_stood_at_every_instant_where_its_rows_say() {
    let (house, report) = taken_in().await;
    assert_eq!((report.rows, report.incidents), (2040, 300));
    assert_eq!(report.errors, []);
    let directory = house.desk.directory().await.expect("directory");
    let histories = imported(&house.desk).await;
    let incidents = incidents();
    assert_eq!(histories.len(), incidents.len());
    let mut fixed: Vec<i64> = (0..60)
        .map(|i| paris("29-02-2016 00:30").expect("t") + i * 7 * 3600 * 1_000_000)
        .collect();
    fixed.extend((0..40).map(|i| paris("20-03-2016 12:00").expect("t") + i * 86_400_000_000));
    let mut compared = 0;
    for (number, rows) in &incidents {
        let history = &histories[&format!("servicenow:{number}")];
        let opened = time(&rows[0], "opened_at").expect("opened");
        let mut instants = fixed.clone();
        for row in rows {
            let updated = time(row, "sys_updated_at").expect("updated");
            instants.extend([updated - 1, updated, updated + 30_000_000]);
        }
        instants.extend([opened - 1, opened]);
        for instant in instants {
            let ticket = at(history, Timestamp(instant));
            if instant < opened {
                assert!(ticket.is_none(), "{number} before it was opened");
                continue;
            }
            let ticket = ticket.unwrap_or_else(|| panic!("{number} is not recorded at {instant}"));
            let row = rows
                .iter()
                .rev()
                .find(|row| time(row, "sys_updated_at") <= Some(instant));
            let what = format!("{number} at {}", Timestamp(instant).rfc3339());
            let hold = ticket.hold.as_ref().map(|hold| hold.reason);
            let Some(row) = row else {
                assert_eq!((ticket.state, hold), (State::New, None), "{what}");
                continue;
            };
            compared += 1;
            assert_eq!((ticket.state, hold), state(row), "{what}");
            assert_eq!(ticket.priority, priority(row), "{what}");
            let count = |column: &str| row[column].parse::<u32>().expect("a count");
            assert_eq!(ticket.hand_overs, count("reassignment_count"), "{what}");
            assert_eq!(ticket.reopenings, count("reopen_count"), "{what}");
            let person = |id| directory.people[&id].name.clone();
            assert_eq!(
                ticket.assignee.map(person),
                name(row["assigned_to"]),
                "{what}"
            );
            assert_eq!(person(ticket.affected), row["caller_id"], "{what}");
            let team = ticket
                .team
                .map(|team| directory.teams[&team].name.fr.clone());
            assert_eq!(team, name(row["assignment_group"]), "{what}");
            let service = ticket
                .service
                .map(|id| directory.services[&id].name.fr.clone());
            assert_eq!(service, name(row["category"]), "{what}");
            let category = ticket
                .category
                .map(|id| directory.categories[&id].name.fr.clone());
            assert_eq!(category, name(row["subcategory"]), "{what}");
        }
    }
    assert!(compared > 20_000, "{compared}");
    assert!(house.desk.store().check().await.expect("check").is_empty());
}

#[tokio::test]
async fn every_incident_ends_as_the_source_says() {
    let (house, _) = taken_in().await;
    let histories = imported(&house.desk).await;
    let mut resolved = 0;
    for (number, rows) in incidents() {
        let ticket = at(
            &histories[&format!("servicenow:{number}")],
            Timestamp(i64::MAX),
        )
        .expect("a ticket");
        let last = &rows[rows.len() - 1];
        assert_eq!(ticket.state, State::Closed, "{number}");
        assert_eq!(
            ticket.closed_at.map(|at| at.0),
            time(last, "closed_at"),
            "{number}"
        );
        let opened = time(last, "opened_at").expect("opened");
        assert_eq!(ticket.recorded_at.0, opened, "{number}");
        let resolution = ticket.resolution.expect("a resolution");
        if let Some(at) = time(last, "resolved_at") {
            assert_eq!(
                resolution.at.since(ticket.recorded_at),
                at - opened,
                "{number}: time to resolve"
            );
            resolved += 1;
        }
    }
    assert_eq!(resolved, 289);
}

#[tokio::test]
async fn there_is_one_event_for_each_change_and_the_workflow_s_own_where_it_allows_it() {
    let (house, _) = taken_in().await;
    let log = log(&house.desk).await;
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut without_way = 0;
    for envelope in &log {
        let name = match &envelope.event {
            Event::Imported {
                change: Imported::State { to, .. },
            } => format!("imported {to:?}"),
            Event::Imported { .. } => "imported".into(),
            other => other.store().name,
        };
        *kinds.entry(name).or_default() += 1;
        let moves = matches!(
            &envelope.event,
            Event::Imported {
                change: Imported::State {
                    to: State::Diagnosing,
                    ..
                }
            }
        );
        without_way += usize::from(moves);
    }
    // As the rows say: 300 times from Resolved to Closed, 4 times back, and 304 times to Resolved,
    // of which 2 have no category, which this workflow wants before a solution.
    assert_eq!(kinds["closed"], 300, "{kinds:?}");
    assert_eq!(kinds["reopened"], 4, "{kinds:?}");
    assert_eq!(
        kinds["resolved"] + kinds["resolved_at_first_contact"],
        302,
        "{kinds:?}"
    );
    // Its holds say no date, which this workflow wants.
    assert!(
        kinds["imported OnHold"] > 100 && kinds["handed_over"] > 100 && kinds["assigned"] > 50,
        "{kinds:?}"
    );
    // New straight to Active is no step of this workflow.
    assert!(without_way >= 80, "{kinds:?}");
    let unique: std::collections::BTreeSet<String> = log
        .iter()
        .map(|e| format!("{} {}", e.command, e.event.store().name))
        .collect();
    assert_eq!(
        unique.len(),
        log.len(),
        "each change has a command of its own"
    );
}

#[tokio::test]
async fn a_second_import_adds_nothing() {
    let (house, first) = taken_in().await;
    let before = log(&house.desk).await;
    let directory = house.desk.directory().await.expect("directory");
    assert_eq!(first.events, before.len());
    let second = import(&house.desk, LOG.as_bytes(), "Europe/Paris")
        .await
        .expect("import");
    assert_eq!(
        (second.rows, second.incidents, second.events),
        (2040, 300, 0)
    );
    assert_eq!(log(&house.desk).await, before);
    assert_eq!(house.desk.directory().await.expect("directory"), directory);
}

#[tokio::test]
async fn a_log_that_grew_adds_what_is_new() {
    let house = desk().await;
    let half: String = LOG
        .lines()
        .take(500)
        .map(|line| format!("{line}\n"))
        .collect();
    import(&house.desk, half.as_bytes(), "Europe/Paris")
        .await
        .expect("import");
    import(&house.desk, LOG.as_bytes(), "Europe/Paris")
        .await
        .expect("import");
    let (whole, _) = taken_in().await;
    let (grown, whole) = (imported(&house.desk).await, imported(&whole.desk).await);
    for (name, history) in &whole {
        let end = |history: &[_]| {
            at(history, Timestamp(i64::MAX))
                .map(|t| (t.state, t.priority, t.hand_overs, t.reopenings))
        };
        assert_eq!(end(&grown[name]), end(history), "{name}");
    }
}
