//! Files with something wrong in them: the wrong line is named, the rest goes in.

mod common;

use common::desk;
use common::log::{at, imported};
use guichet_domain::Timestamp;
use guichet_domain::tickets::workflow::State;
use guichet_intake::Error;
use guichet_intake::servicenow::{BadLine, BadRow, Report, import};

const LOG: &str = include_str!("data/servicenow-incident-log.sample.csv");

/// The header and the four rows of the first incident.
fn lines() -> Vec<String> {
    LOG.lines().take(5).map(str::to_owned).collect()
}

async fn report(file: &[u8]) -> (common::House, Report) {
    let house = desk().await;
    let report = import(&house.desk, file, "Europe/Paris")
        .await
        .expect("import");
    (house, report)
}

/// What is said of line 3 when it is changed so; the incident must end closed all the same.
async fn said(change: impl Fn(&str) -> Vec<u8>) -> BadRow {
    let mut file = Vec::new();
    for (i, line) in lines().iter().enumerate() {
        file.extend(if i == 2 {
            change(line)
        } else {
            line.clone().into_bytes()
        });
        file.push(b'\n');
    }
    let (house, report) = report(&file).await;
    assert_eq!((report.rows, report.incidents), (3, 1));
    let histories = imported(&house.desk).await;
    let ticket = at(&histories["servicenow:INC0000045"], Timestamp(i64::MAX)).expect("a ticket");
    assert_eq!(ticket.state, State::Closed);
    let [error] = report.errors.as_slice() else {
        panic!("{:?}", report.errors)
    };
    assert_eq!(error.line, 3);
    assert!(error.to_string().starts_with("line 3: "), "{error}");
    error.reason.clone()
}

fn with(from: &'static str, to: &'static str) -> impl Fn(&str) -> Vec<u8> {
    move |line| {
        assert!(line.contains(from), "{line}");
        line.replacen(from, to, 1).into_bytes()
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_named() {
    let time = |value: &str| BadRow::Time {
        column: "sys_updated_at",
        value: value.into(),
    };
    for bad in [
        "2016-02-29 08:53",
        "30-02-2016 08:53",
        "29-02-2016 25:00",
        "29-02-2016",
        "soon",
    ] {
        let reason = said(move |line| line.replacen("29-02-2016 08:53", bad, 1).into_bytes()).await;
        assert_eq!(reason, time(bad));
    }
    assert_eq!(said(with("29-02-2016 08:53", "?")).await, time("?"));
    assert_eq!(
        said(with("Resolved,", "Pondering,")).await,
        BadRow::State("Pondering".into())
    );
    let level = BadRow::Level {
        column: "impact",
        value: "7 - Huge".into(),
    };
    assert_eq!(said(with("2 - Medium", "7 - Huge")).await, level);
    let count = BadRow::Count {
        column: "reassignment_count",
        value: "-1".into(),
    };
    assert_eq!(said(with("TRUE,0,", "TRUE,-1,")).await, count);
    assert_eq!(said(with("INC0000045", "?")).await, BadRow::NoNumber);
}

#[tokio::test]
async fn lines_that_are_no_rows_spoil_no_other() {
    let fields = |found| BadRow::FieldCount {
        expected: 36,
        found,
    };
    assert_eq!(said(with("Phone,", "")).await, fields(35));
    assert_eq!(said(with("Phone,", "Phone,,")).await, fields(37));
    assert_eq!(said(|_| b"hello".to_vec()).await, fields(1));
    // A quote left open ends with its line.
    assert_eq!(said(with("Phone,", "\"Phone,")).await, fields(15));
    let latin1 = |line: &str| {
        line.replace("Phone", "T\u{1}l")
            .bytes()
            .map(|b| if b == 1 { 0xe9 } else { b })
            .collect()
    };
    assert_eq!(said(latin1).await, BadRow::Line(BadLine::NotUtf8));
    let long = |line: &str| line.replacen("Phone", &"x".repeat(300), 1).into_bytes();
    assert_eq!(said(long).await, BadRow::Line(BadLine::FieldTooLong(15)));
    let huge = |line: &str| {
        line.replacen("Phone", &"x".repeat(3_000_000), 1)
            .into_bytes()
    };
    assert_eq!(said(huge).await, BadRow::Line(BadLine::TooLong));
}

#[tokio::test]
async fn files_without_rows() {
    for empty in ["", "\n\n"] {
        let (_house, report) = report(empty.as_bytes()).await;
        assert_eq!(report.errors.len(), 1);
        assert_eq!(report.errors[0].to_string(), "line 1: the file is empty");
    }
    let (house, report_) = report(lines()[0].as_bytes()).await;
    assert_eq!(report_, Report::default());
    assert!(
        house
            .desk
            .directory()
            .await
            .expect("directory")
            .people
            .is_empty()
    );
    let (_house, report) = report(LOG.replacen("sys_updated_at", "when", 1).as_bytes()).await;
    assert_eq!((report.rows, report.errors.len()), (0, 1));
    assert_eq!(
        report.errors[0].to_string(),
        "line 1: the column sys_updated_at is missing"
    );
}

#[tokio::test]
async fn a_byte_order_mark_windows_line_ends_and_quotes_are_read() {
    let quoted = lines()[1]
        .split(',')
        .map(|f| format!("\"{f}\""))
        .collect::<Vec<_>>()
        .join(",");
    let mut file = lines();
    file[1] = quoted;
    let file = format!("\u{feff}{}\r\n", file.join("\r\n"));
    let (_house, report) = report(file.as_bytes()).await;
    assert_eq!((report.rows, report.errors.len()), (4, 0));
}

#[tokio::test]
async fn an_unknown_zone_is_refused() {
    let house = desk().await;
    let outcome = import(&house.desk, LOG.as_bytes(), "Mars/Olympus").await;
    assert!(matches!(outcome, Err(Error::Zone(zone)) if zone == "Mars/Olympus"));
}

#[tokio::test]
async fn hours_that_the_clock_skips_or_repeats() {
    // Paris goes from 02:00 to 03:00 on 27 March 2016, and from 03:00 to 02:00 on 30 October.
    for (wall, instant) in [
        ("27-03-2016 01:30", "2016-03-27T00:30:00Z"),
        ("27-03-2016 02:30", "2016-03-27T01:30:00Z"),
        ("27-03-2016 03:30", "2016-03-27T01:30:00Z"),
        ("30-10-2016 02:30", "2016-10-30T00:30:00Z"),
        ("30-10-2016 03:30", "2016-10-30T02:30:00Z"),
    ] {
        let file = lines()[..2].join("\n").replace("29-02-2016 01:23", wall);
        let (house, report) = report(file.as_bytes()).await;
        assert_eq!(report.errors, [], "{wall}");
        let histories = imported(&house.desk).await;
        let last = histories["servicenow:INC0000045"]
            .last()
            .expect("an event")
            .at;
        assert_eq!(last.rfc3339(), instant, "{wall}");
    }
}

#[tokio::test]
async fn short_cuts_are_kept() {
    let rows = lines();
    let [header, new, ..] = rows.as_slice() else {
        panic!()
    };
    let row = |state: &str, n: &str, when: &str| {
        new.replacen(",New,", &format!(",{state},"), 1)
            .replacen("TRUE,0,0,0,", &format!("TRUE,0,{n},0,"), 1)
            .replace("29-02-2016 01:23", when)
            .replace("29-02-2016 11:29", "?")
    };
    let file = [
        header.clone(),
        new.clone(),
        row("Closed", "0", "29-02-2016 03:00"),
        row("New", "0", "29-02-2016 04:00"),
        row("Awaiting Vendor", "1", "29-02-2016 05:00"),
        row("Awaiting Evidence", "1", "29-02-2016 06:00"),
        row("Resolved", "1", "29-02-2016 07:00"),
        row("Awaiting Problem", "2", "29-02-2016 08:00"),
    ];
    let (house, report) = report(file.join("\n").as_bytes()).await;
    assert_eq!(report.errors, []);
    let histories = imported(&house.desk).await;
    let history = &histories["servicenow:INC0000045"];
    use State::{Closed, New, OnHold, Resolved};
    for (hour, state, reopenings) in [
        (2, Closed, 0),
        (3, New, 0),
        (4, OnHold, 1),
        (5, OnHold, 1),
        (6, Resolved, 1),
        (7, OnHold, 2),
    ] {
        // 29 February 2016, so many hours UTC.
        let instant = Timestamp(1_456_704_000_000_000 + hour * 3_600_000_000);
        let ticket = at(history, instant).expect("a ticket");
        assert_eq!(
            (ticket.state, ticket.reopenings),
            (state, reopenings),
            "{hour}:00 UTC"
        );
        assert_eq!(
            ticket.resolution.is_some(),
            matches!(state, Resolved | Closed)
        );
    }
}
