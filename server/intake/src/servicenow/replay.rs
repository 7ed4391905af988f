//! Builds the history of one incident from its rows.

use super::names::Names;
use super::row::Row;
use super::step::Steps;
use guichet_desk::{Desk, History};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::event::{Event, Recorded};
use guichet_domain::tickets::facts::Facts;
use guichet_domain::tickets::offered::Offered;
use guichet_domain::{PersonId, Timestamp};
use std::sync::Arc;

/// Facts for decisions that are the same for every row.
pub struct Rules {
    pub facts: Facts,
    /// The settings alone, for durations that are counted anew for every row.
    pub settings: Arc<Directory>,
}

pub fn facts(desk: &Desk, names: &Names) -> Rules {
    let directory = &names.directory;
    let nobody = PersonId::default();
    Rules {
        facts: desk.facts_at(directory, None, nobody, None, desk.now()),
        settings: Arc::new(Directory {
            settings: directory.settings.clone(),
            ..Directory::default()
        }),
    }
}

/// When the ticket was recorded; the first update if the source does not know.
pub fn opened_at(rows: &[&Row]) -> Timestamp {
    let opened = rows.iter().find_map(|row| row.opened_at);
    let updated = rows.iter().map(|row| row.updated_at).min();
    opened.or(updated).unwrap_or_default()
}

/// When each row took effect: never after a later row, never before the ticket was recorded.
fn effective(rows: &[&Row]) -> Vec<Timestamp> {
    let opened = opened_at(rows);
    let mut times: Vec<Timestamp> = rows.iter().map(|row| row.updated_at).collect();
    for i in (1..times.len()).rev() {
        times[i - 1] = times[i - 1].min(times[i]);
    }
    times.into_iter().map(|at| at.max(opened)).collect()
}

/// The history of one incident: recorded from its first row, then one step for each difference.
pub fn history(desk: &Desk, names: &Names, rules: &Rules, rows: &[&Row]) -> History {
    let Some(first) = rows.first() else {
        return History::default();
    };
    let mut steps = Steps::new(desk, names, rules, first);
    record(&mut steps, first, opened_at(rows));
    let times = effective(rows);
    let mut before: Option<&Row> = None;
    for (row, at) in rows.iter().zip(times) {
        steps.begin(row, at);
        match before {
            None => steps.first(row),
            Some(before) => steps.compare(before, row),
        }
        before = Some(row);
    }
    if let Some(last) = before {
        steps.settle_resolution(last);
    }
    steps.finish()
}

fn record(steps: &mut Steps<'_>, row: &Row, at: Timestamp) {
    let names = steps.names;
    steps.open(row, at);
    let by = names.person(row.opened_by.as_ref());
    let affected = names.caller(row);
    let subject = row.subject();
    let description = row.rest.get("location").cloned().flatten();
    steps.push("recorded", by, |texts| {
        Event::Recorded(Box::new(Recorded {
            kind: Kind::Incident,
            subject: texts.add(subject),
            description: description.map(|text| texts.add(text)),
            affected,
            reporter: None,
            channel: row.channel,
            place: None,
            noticed_at: None,
            confidential: false,
            restricted: false,
            service: names.service(row),
            impact: row.impact,
            urgency: row.urgency,
            priority: row.priority.unwrap_or(Priority::Moderate),
            team: names.team(row),
            item: None,
            fields: Vec::new(),
            follows: None,
            external: Some(format!("servicenow:{}", row.number)),
            by_mail: None,
            offered: Offered::default(),
            clocks: None,
        }))
    });
}
