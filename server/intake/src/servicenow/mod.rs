//! The incident log of ServiceNow: one row per update, with the whole incident as it then was.
//!
//! Each row is compared with the one before it of the same incident, and every difference becomes
//! one event: the workflow's own where the workflow allows the step at that moment, and
//! [`guichet_domain::tickets::event::Event::Imported`] where it would have refused. How rows become events is
//! told in `replay`, `compare` and `state`; the rules for times are these:
//!
//! - A row counts in the order of the file. Where the clock of a row runs ahead of a later one (in
//!   the published log the first row of a few incidents carries the time and number of another
//!   update) the earlier of the two counts. So an incident's state at an instant is that of the last
//!   of its rows with `sys_updated_at` at or before it.
//! - The ticket is recorded at `opened_at`. What a row says from before that happens then.
//! - `resolved_at` is the instant of the resolution. The first row in `Resolved` may come earlier;
//!   the resolution then has that row's time until `resolved_at` is reached.
//! - A ticket closes at the time of its closing row; where there are several, at the one that is as
//!   late as `closed_at`.

mod compare;
mod lines;
mod names;
mod replay;
mod row;
mod state;
mod step;

use crate::Error;
use guichet_desk::{Desk, DeskError};
use jiff::tz::TimeZone;
pub use lines::BadLine;
use lines::Lines;
use names::Names;
pub use row::BadRow;
use row::Columns;
use row::Row;
use std::collections::BTreeMap;
use std::io::Read;

/// Histories imported in one transaction.
const BATCH: usize = 200;

/// Result of importing a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows that were read without error.
    pub rows: usize,
    pub incidents: usize,
    /// Events that were added.
    pub events: usize,
    pub errors: Vec<RowError>,
}

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct RowError {
    /// Number of the line from 1, the header included.
    pub line: u64,
    pub reason: BadRow,
}

/// Imports a log whose times are in `zone`, an IANA name. Rows imported before are left as they
/// are; a row that cannot be read is named in the report, and the rest is imported.
///
/// # Errors
/// The zone is unknown, the file cannot be read, or the database does not answer.
pub async fn import(desk: &Desk, csv: impl Read, zone: &str) -> Result<Report, Error> {
    let zone = TimeZone::get(zone).map_err(|_| Error::Zone(zone.to_owned()))?;
    let mut report = Report::default();
    let rows = rows(csv, &zone, &mut report)?;
    report.rows = rows.len();
    let names = Names::settle(desk, &rows).await?;
    let mut incidents: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        incidents.entry(&row.number).or_default().push(row);
    }
    // In the order they were opened, so that older tickets have lower numbers.
    let mut incidents: Vec<Vec<&Row>> = incidents.into_values().collect();
    incidents.sort_by_key(|rows| replay::opened_at(rows));
    report.incidents = incidents.len();
    let facts = replay::facts(desk, &names);
    for batch in incidents.chunks(BATCH) {
        let histories = batch
            .iter()
            .map(|rows| replay::history(desk, &names, &facts, rows))
            .collect();
        let taken = desk.take_in(histories).await?;
        report.events += taken.iter().map(|(_, events)| events).sum::<usize>();
    }
    desk.store().analyze().await.map_err(DeskError::from)?;
    Ok(report)
}

fn rows(csv: impl Read, zone: &TimeZone, report: &mut Report) -> Result<Vec<Row>, Error> {
    let mut lines = Lines::new(csv);
    let mut wrong = |line, reason| report.errors.push(RowError { line, reason });
    let columns = match lines.next_line()? {
        None => Err((1, BadRow::Empty)),
        Some((line, Err(bad))) => Err((line, bad.into())),
        Some((line, Ok(header))) => Columns::of(header).map_err(|reason| (line, reason)),
    };
    let columns = match columns {
        Ok(columns) => columns,
        Err((line, reason)) => {
            wrong(line, reason);
            return Ok(Vec::new());
        }
    };
    let mut rows = Vec::new();
    while let Some((line, fields)) = lines.next_line()? {
        let row = fields
            .map_err(BadRow::from)
            .and_then(|fields| Row::read(&columns, &fields, zone));
        match row {
            Ok(row) => rows.push(row),
            Err(reason) => wrong(line, reason),
        }
    }
    Ok(rows)
}
