//! Following the log by position, while several processes write to it.

use crate::common::world::START;
use crate::common::*;
use guichet_domain::kernel::ids::{CommandId, TicketId};
use guichet_domain::tickets::event::Event;
use guichet_store::{Logged, Store};
use std::collections::BTreeSet;
use tokio::time::timeout;

on_both!(
    racing_writers_leave_no_gap,
    another_process_is_noticed,
    a_snapshot_does_not_move
);

const TASKS: usize = 8;
const EACH: usize = 25;

/// Reads the log as the live feed does, until so many events have come.
async fn follow(store: Store, until: i64) -> Vec<(i64, CommandId)> {
    let mut head = store.head();
    let mut seen: Vec<(i64, CommandId)> = Vec::new();
    let mut position = 0;
    while position < until {
        let known = *head.borrow_and_update();
        if known <= position {
            timeout(PATIENCE, head.changed()).await.unwrap().unwrap();
            continue;
        }
        // In small steps, so that writers overtake.
        let read = store
            .read()
            .await
            .unwrap()
            .after(position, 7)
            .await
            .unwrap();
        assert!(!read.is_empty(), "what the head tells can be read");
        for logged in read {
            let Logged::Ticket(at, envelope) = logged else {
                panic!("no entries here")
            };
            seen.push((at, envelope.command));
            position = at;
        }
    }
    seen
}

/// Tasks that record tickets, and change one that all of them share.
async fn write(store: Store, shared: TicketId) -> Vec<CommandId> {
    let tasks = (0..TASKS).map(|task| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut commands = Vec::new();
            for n in 0..EACH {
                let (mut told, recorded) = Notified::incident(&format!("Billet {task} {n}"), START);
                let ticket = if n % 2 == 0 {
                    told.events = vec![Event::Recorded(Box::new(recorded))];
                    None
                } else {
                    told = Notified::event(Event::MarkedRead, START);
                    Some(shared)
                };
                commands.push(told.command);
                carry_out(&store, ticket, told).await.unwrap();
            }
            commands
        })
    });
    let mut all = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        all.extend(task.await.unwrap());
    }
    all
}

async fn racing_writers_leave_no_gap(db: Database) {
    let first = db.open().await;
    if db.is_postgres() {
        // What a server may have as its default must not matter.
        let sql = format!(
            "ALTER DATABASE {} SET default_transaction_isolation = 'serializable'",
            db.name()
        );
        db.raw().await.run(&sql).await;
    }
    let (one, other) = (db.open().await, db.open().await);
    let shared = recorded(&first, "Partagé").await.id;
    let total = 1 + 2 * (TASKS * EACH) as i64;
    let followers = [&one, &other].map(|store| tokio::spawn(follow(store.clone(), total)));
    let writers = [&one, &other].map(|store| tokio::spawn(write(store.clone(), shared)));
    let mut written = BTreeSet::new();
    for writer in writers {
        written.extend(timeout(PATIENCE, writer).await.unwrap().unwrap());
    }
    assert_eq!(written.len() as i64, total - 1);
    for follower in followers {
        let seen = timeout(PATIENCE, follower).await.unwrap().unwrap();
        assert!(
            seen.iter().map(|(position, _)| *position).eq(1..=total),
            "every position once, in order"
        );
        let commands: BTreeSet<CommandId> =
            seen.iter().skip(1).map(|(_, command)| *command).collect();
        assert_eq!(commands, written, "every command once");
    }
    assert_eq!(one.check().await.unwrap(), []);
}

async fn another_process_is_noticed(db: Database) {
    let (desk, other) = (db.open().await, db.open().await);
    let mut head = desk.head();
    for n in 1..=3 {
        recorded(&other, "D'ailleurs").await;
        let noticed = head.wait_for(|head| *head == 2 * n - 1);
        timeout(PATIENCE, noticed).await.unwrap().unwrap();
        // And written on from there.
        assert_eq!(recorded(&desk, "D'ici").await.id, TicketId(2 * n));
        assert_eq!(*head.borrow_and_update(), 2 * n);
    }
    // The directory that the other has changed is the one that the next job decides by.
    other
        .write(|txn| {
            Box::pin(async move {
                for entry in world::entries() {
                    txn.save(
                        entry,
                        &guichet_domain::kernel::actor::Who::System,
                        (CommandId::default(), START),
                        None,
                    )
                    .await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    let seen = desk
        .write(|txn| Box::pin(async move { Ok(txn.directory_now()) }))
        .await
        .unwrap();
    assert_eq!(*seen, world::directory());
}

/// A page reads its position and its content in one snapshot: nothing comes between.
async fn a_snapshot_does_not_move(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Avant").await.id;
    let mut snapshot = store.read().await.unwrap();
    let position = snapshot.head().await.unwrap();
    carry_out(
        &store,
        Some(ticket),
        Notified::event(Event::MarkedRead, START),
    )
    .await
    .unwrap();
    recorded(&store, "Après").await;
    assert_eq!(
        snapshot
            .aggregate(ticket)
            .await
            .unwrap()
            .unwrap()
            .history()
            .len(),
        1
    );
    assert_eq!(snapshot.head().await.unwrap(), position);
    drop(snapshot);
    let missed = store
        .read()
        .await
        .unwrap()
        .after(position, 10)
        .await
        .unwrap();
    assert_eq!(missed.len(), 2, "and the stream goes on from there");
}
