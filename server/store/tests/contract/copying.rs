//! A desk moves from either database into either database and is the same there.

use crate::common::*;
use futures::TryStreamExt;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::{CommandId, PersonId, TicketId};
use guichet_domain::kernel::removed::Removed;
use guichet_domain::tickets::event::Event;
use guichet_store::{Claim, Restoring, Store, Table};
use serde_json::Value;
use std::collections::BTreeMap;

on_both!(
    a_desk_moves_between_databases,
    what_does_not_fit_changes_nothing,
    nobody_replaces_what_somebody_uses,
);

async fn fill(store: &Store) {
    store
        .write(|txn| {
            Box::pin(async move {
                for entry in world::entries() {
                    txn.save(
                        entry,
                        &Who::System,
                        (CommandId::default(), world::START),
                        None,
                    )
                    .await?;
                }
                txn.set_password(PersonId(1), "hash", world::START).await?;
                txn.set_meta("clé", "l’été « 100 % » \"\\'\n\t").await
            })
        })
        .await
        .unwrap();
    for n in 0..30 {
        let ticket = recorded(
            store,
            &format!("Sujet n° {n} : l’imprimante \"B\" \\ 日本語"),
        )
        .await;
        if n % 3 == 0 {
            let event = Event::Redacted {
                what: Removed::Text(ticket.subject),
                reason: None,
                audience: Audience::Everyone,
            };
            let told = Notified::event(event, world::START);
            carry_out(store, Some(ticket.id), told).await.unwrap();
        }
    }
}

type Rows = Vec<(Table, Vec<String>)>;

async fn rows(store: &Store) -> Rows {
    let mut snapshot = store.read().await.unwrap();
    let mut all = Vec::new();
    for table in snapshot.tables().await.unwrap() {
        let rows = snapshot.rows(&table).try_collect().await.unwrap();
        all.push((table, rows));
    }
    all
}

/// What they say, in an order of its own.
fn content(rows: &Rows) -> BTreeMap<String, Vec<String>> {
    let plain = |row: &String| serde_json::from_str::<Value>(row).unwrap().to_string();
    let table = |(table, rows): &(Table, Vec<String>)| {
        let mut rows: Vec<String> = rows.iter().map(plain).collect();
        rows.sort();
        (table.name.clone(), rows)
    };
    rows.iter().map(table).collect()
}

async fn restored(url: &str, rows: &Rows) -> Store {
    let mut restoring = Restoring::begin(url, Store::schema()).await.unwrap();
    for (table, rows) in rows {
        restoring.put(table, rows).await.unwrap();
    }
    restoring.finish().await.unwrap();
    Store::open(url).await.unwrap()
}

async fn a_desk_moves_between_databases(database: Database) {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    let first = Store::open(&elsewhere("first.db")).await.unwrap();
    fill(&first).await;
    let before = rows(&first).await;
    assert!(Restoring::is_empty(&database.url).await.unwrap());
    let there = restored(&database.url, &before).await;
    assert!(!Restoring::is_empty(&database.url).await.unwrap());
    let back = restored(&elsewhere("back.db"), &rows(&there).await).await;
    for store in [&there, &back] {
        assert_eq!(content(&rows(store).await), content(&before));
        assert_eq!(store.check().await.unwrap(), []);
        assert_eq!(store.read().await.unwrap().faults().await.unwrap(), [""; 0]);
        // And it goes on from there.
        let next = recorded(store, "Suite").await;
        assert_eq!(next.id, TicketId(31));
    }
}

async fn what_does_not_fit_changes_nothing(database: Database) {
    let store = database.open().await;
    fill(&store).await;
    let before = rows(&store).await;
    drop(store);
    let refuses = async |rows: Rows| {
        let mut restoring = Restoring::begin(&database.url, Store::schema())
            .await
            .unwrap();
        for (table, rows) in &rows {
            if let Err(error) = restoring.put(table, rows).await {
                // Nothing of it is open when the next begins in its place.
                restoring.give_up().await;
                return error.to_string();
            }
        }
        restoring.finish().await.unwrap_err().to_string()
    };
    let event = before
        .iter()
        .position(|(table, _)| table.name == "event")
        .unwrap();
    let mut unknown = before.clone();
    unknown[event].0.name = "event\"; DROP TABLE text; --".into();
    assert!(refuses(unknown).await.contains("not one of"));
    let mut doubled = before.clone();
    let line = doubled[event].1[0].clone();
    doubled[event].1.push(line);
    refuses(doubled).await;
    let mut unreadable = before.clone();
    let last = unreadable[event].1.len() - 1;
    unreadable[event].1[last] = unreadable[event].1[last]
        .replace("\"recorded\"", "\"lost\"")
        .replace("\"redacted\"", "\"lost\"");
    refuses(unreadable).await;
    assert!(
        Restoring::begin(&database.url, Store::schema() + 1)
            .await
            .is_err()
    );
    let store = database.open().await;
    assert_eq!(content(&rows(&store).await), content(&before));
    assert_eq!(store.check().await.unwrap(), []);
}

async fn nobody_replaces_what_somebody_uses(database: Database) {
    let one = Claim::shared(&database.url).await.unwrap();
    let other = Claim::shared(&database.url).await.unwrap();
    assert!(Claim::alone(&database.url).await.unwrap().is_none());
    drop(one);
    assert!(Claim::alone(&database.url).await.unwrap().is_none());
    drop(other);
    // PostgreSQL notices the end of a connection a moment later.
    let alone = loop {
        if let Some(claim) = Claim::alone(&database.url).await.unwrap() {
            break claim;
        }
    };
    assert!(Claim::shared(&database.url).await.is_err());
    drop(alone);
}
