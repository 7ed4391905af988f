//! Every table there is has been classified, and what is said of it holds.

use crate::common::*;
use guichet_domain::TicketId;
use guichet_domain::kernel::stream::Stream;
use guichet_domain::kernel::time::{DAY, Timestamp};
use guichet_domain::tickets::deadline::Deadline;
use guichet_store::{DataSource, Due, Expirable, Lifetime, Personal, TABLES, Table, class_of};
use std::collections::BTreeSet;

on_both!(
    every_table_is_classified,
    what_is_due_comes_in_order_and_whole
);

async fn every_table_is_classified(db: Database) {
    let store = db.open().await;
    let tables = store.read().await.unwrap().every_table().await.unwrap();
    let there: BTreeSet<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    for table in &there {
        assert!(class_of(table).is_some(), "nobody has said what {table} is");
    }
    for (table, _) in TABLES {
        assert!(there.contains(table), "there is no table {table}");
    }
    let has = |table: &Table, column: &str| table.columns.iter().any(|c| c.name == column);
    for table in &tables {
        let (name, Some(class)) = (&table.name, class_of(&table.name)) else {
            continue;
        };
        if has(table, "person") {
            assert_ne!(class.personal, Personal::No, "{name} has a person");
        }
        if matches!(class.personal, Personal::Own | Personal::OwnInPart) {
            assert!(has(table, "person"), "{name} is nobody's");
        }
        // What passes by itself says when, and the rules find it.
        let expires = has(table, "expires_at") || has(table, "until");
        let is_lease = name == "lease";
        assert_eq!(
            matches!(class.kept, Lifetime::Until(Expirable::SignIns, _)),
            expires && !is_lease,
            "{name}"
        );
    }
    // A backup has what nothing else says, and nothing that is made again or passes.
    let copied = store.read().await.unwrap().tables().await.unwrap();
    let copied: BTreeSet<String> = copied.into_iter().map(|table| table.name).collect();
    for (table, class) in TABLES {
        let is_wanted = matches!(class.source, DataSource::Log | DataSource::Own);
        assert_eq!(copied.contains(*table), is_wanted, "{table}");
    }
    // Streams are named once each, and known by their names.
    let names: BTreeSet<&str> = Stream::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(names.len(), Stream::ALL.len());
    for kind in Stream::ALL {
        assert_eq!(Stream::from_name(kind.name()), Some(*kind));
    }
}

/// More than are read at once, some at the same instant, one of a kind that only a newer program knows.
async fn what_is_due_comes_in_order_and_whole(db: Database) {
    let store = db.open().await;
    let mut raw = db.raw().await;
    let mut expected = BTreeSet::new();
    for ticket in 1..=1300_i64 {
        let due = ticket / 3;
        let kind = Deadline::ALL[usize::try_from(ticket).unwrap() % Deadline::ALL.len()];
        raw.run(&format!(
            "INSERT INTO deadline (ticket, kind, due) VALUES ({ticket}, '{}', {due})",
            kind.name()
        ))
        .await;
        if due <= 400 {
            expected.insert((due, ticket));
        }
    }
    raw.run("INSERT INTO deadline (ticket, kind, due) VALUES (9, 'to_own', 1)")
        .await;
    let mut read: Vec<Due> = Vec::new();
    loop {
        let mut conn = store.read().await.unwrap();
        let next = conn.due(Timestamp(400), read.last()).await.unwrap();
        if next.is_empty() {
            break;
        }
        read.extend(next);
    }
    let found: Vec<(i64, i64)> = read.iter().map(|one| (one.due.0, one.ticket.0)).collect();
    assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
    assert!(read.iter().all(|one| one.ticket != TicketId(0)));
    assert!(read.last().unwrap().due < Timestamp(DAY));
}
