//! Many jobs, one transaction; and what a failing one does to the others.

use crate::common::filling::{command_id, tell};
use crate::common::world::START;
use crate::common::{world, *};
use futures::future::{join, join_all};
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::ids::{PersonId, TicketId};
use guichet_domain::tickets::event::Event;
use guichet_store::{Outcome, Store, StoreError, Tx};
use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;
use tokio::sync::Semaphore;

on_both!(
    a_failing_job_changes_nothing_in_any_table,
    a_failing_job_harms_none_beside_it,
    a_broken_statement_harms_none_beside_it,
    a_panicking_job_harms_none_beside_it,
    what_says_no_after_it_wrote_harms_none_beside_it,
    what_says_no_before_it_writes_costs_the_others_nothing,
    jobs_that_wait_are_committed_together,
);

/// Has all of these wait for the writer at once, and so be taken together.
pub async fn together<T>(
    store: &Store,
    jobs: impl Iterator<Item = impl Future<Output = T>>,
) -> Vec<T> {
    let gate = Arc::new(Semaphore::new(0));
    let reached = Arc::new(Semaphore::new(0));
    let (waits, tells) = (Arc::clone(&gate), Arc::clone(&reached));
    let held = tokio::spawn({
        let store = store.clone();
        async move {
            let job = store.write(move |_| {
                let (waits, tells) = (Arc::clone(&waits), Arc::clone(&tells));
                Box::pin(async move {
                    tells.add_permits(1);
                    waits.acquire().await.unwrap().forget();
                    Ok(())
                })
            });
            job.await.unwrap();
        }
    });
    reached.acquire().await.unwrap().forget();
    // Polled in this order: all of them have asked before the gate opens.
    let all = tokio::task::unconstrained(join(join_all(jobs), async { gate.add_permits(1) }));
    let (outcomes, ()) = tokio::time::timeout(PATIENCE, all).await.unwrap();
    held.await.unwrap();
    outcomes
}

/// What goes wrong in a job after it has written.
#[derive(Clone, Copy)]
enum Fault {
    Refuses,
    /// It says no, and nothing is wrong.
    Aborts,
    BreaksAStatement,
    Panics,
}

/// A job that writes into every table there is, then fails.
async fn write_all_and_fail(
    store: &Store,
    ticket: TicketId,
    fault: Fault,
) -> Result<(), StoreError> {
    let said = store
        .attempt(move |txn| {
            Box::pin(async move {
                let (mut told, recorded) =
                    Notified::incident("Ne doit laisser aucune trace", START);
                told.events = vec![Event::Recorded(Box::new(recorded))];
                tell(txn, None, &told).await?;
                let watched = Event::Watched {
                    person: PersonId(3),
                };
                tell(txn, Some(ticket), &Notified::event(watched, START)).await?;
                for entry in world::entries() {
                    txn.save(entry, &Who::System, (told.command, START), None)
                        .await?;
                }
                txn.set_password(PersonId(1), "hash", START).await?;
                txn.set_throttle("somebody", 3, START).await?;
                txn.set_meta("key", "value").await?;
                match fault {
                    Fault::Refuses => Err(StoreError::Setting("refused on purpose".into())),
                    Fault::Aborts => Ok(Outcome::Abort(StoreError::Setting("no".into()))),
                    Fault::BreaksAStatement => {
                        let sql = "INSERT INTO meta (key, value) VALUES ('key', 'twice')";
                        match txn.settled().await? {
                            Tx::Sqlite(tx) => {
                                sqlx::query(sql).execute(&mut **tx).await.map(drop)?
                            }
                            Tx::Postgres(tx) => {
                                sqlx::query(sql).execute(&mut **tx).await.map(drop)?
                            }
                        }
                        Ok(Outcome::Commit(()))
                    }
                    Fault::Panics => panic!("on purpose"),
                }
            })
        })
        .await;
    said.flatten()
}

async fn a_failing_job_changes_nothing_in_any_table(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Reste tel quel").await.id;
    let mut raw = db.raw().await;
    let (before, head) = (raw.everything().await, *store.head().borrow());
    assert!(before.iter().any(|line| line.starts_with("event:")));
    for fault in [
        Fault::Refuses,
        Fault::Aborts,
        Fault::BreaksAStatement,
        Fault::Panics,
    ] {
        write_all_and_fail(&store, ticket, fault).await.unwrap_err();
        assert_eq!(raw.everything().await, before);
    }
    assert_eq!(*store.head().borrow(), head);
    // Nor in what the writer remembers.
    let (next, empty) = store
        .write(|txn| {
            Box::pin(async move { Ok((txn.next_ticket(), txn.directory_now().people.is_empty())) })
        })
        .await
        .unwrap();
    assert_eq!((next, empty), (TicketId(ticket.0 + 1), true));
}

async fn a_failing_job_harms_none_beside_it(db: Database) {
    let outcomes = among_others(&db, Fault::Refuses).await;
    assert!(
        outcomes
            .iter()
            .all(|error| matches!(error, StoreError::Setting(why) if why == "refused on purpose"))
    );
}

async fn a_broken_statement_harms_none_beside_it(db: Database) {
    let outcomes = among_others(&db, Fault::BreaksAStatement).await;
    assert!(
        outcomes
            .iter()
            .all(|error| matches!(error, StoreError::Sql(_))),
        "{outcomes:?}"
    );
}

async fn a_panicking_job_harms_none_beside_it(db: Database) {
    let outcomes = among_others(&db, Fault::Panics).await;
    assert!(
        outcomes
            .iter()
            .all(|error| matches!(error, StoreError::Panicked)),
        "{outcomes:?}"
    );
}

async fn what_says_no_after_it_wrote_harms_none_beside_it(db: Database) {
    let outcomes = among_others(&db, Fault::Aborts).await;
    let is_no = |error: &StoreError| matches!(error, StoreError::Setting(why) if why == "no");
    assert!(outcomes.iter().all(is_no), "{outcomes:?}");
}

async fn what_says_no_before_it_writes_costs_the_others_nothing(db: Database) {
    let store = db.open().await;
    let (transactions, _) = store.commits();
    let all = (0..100).map(|n| {
        store.attempt(move |txn| {
            Box::pin(async move {
                // As deciding does: it reads, and remembers what it was asked.
                txn.remember(command_id(), "content".into());
                txn.aggregate(TicketId(1)).await?;
                if n % 2 == 0 {
                    return Ok(Outcome::Abort(n));
                }
                txn.set_meta(&n.to_string(), "").await?;
                Ok(Outcome::Commit(n))
            })
        })
    });
    let outcomes = together(&store, all).await;
    for (n, outcome) in outcomes.into_iter().enumerate() {
        assert_eq!(outcome.unwrap(), if n % 2 == 0 { Err(n) } else { Ok(n) });
    }
    let (after, _) = store.commits();
    assert_eq!(after - transactions, 2, "the gate, then a hundred at once");
    let mut conn = store.read().await.unwrap();
    for n in 0..100 {
        let kept = conn.meta(&n.to_string()).await.unwrap();
        assert_eq!(kept.is_some(), n % 2 == 1, "{n}");
    }
}

/// 120 commands at once, every tenth of which fails: gives back how those failed.
async fn among_others(db: &Database, fault: Fault) -> Vec<StoreError> {
    let store = db.open().await;
    let ticket = recorded(&store, "Sert à tous").await.id;
    let store = &store;
    let jobs = (0..120).map(|n| async move {
        if n % 10 == 3 {
            return Err(write_all_and_fail(store, ticket, fault).await.unwrap_err());
        }
        let (mut told, recorded) = Notified::incident(&format!("Billet {n}"), START);
        told.events = vec![Event::Recorded(Box::new(recorded))];
        let command = told.command;
        let ticket = carry_out(store, None, told).await.unwrap();
        Ok((command, ticket.id))
    });
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for outcome in together(store, jobs).await {
        match outcome {
            Ok(it) => done.push(it),
            Err(error) => failed.push(error),
        }
    }
    assert_eq!((done.len(), failed.len()), (108, 12));

    // Each of the others exactly once, with its own number, and nothing else.
    let mut conn = store.read().await.unwrap();
    for (command, ticket) in &done {
        let history = conn.history(*ticket).await.unwrap();
        assert_eq!(
            history.iter().map(|e| e.command).collect::<Vec<_>>(),
            [*command]
        );
    }
    assert_eq!(
        done.iter()
            .map(|(_, ticket)| ticket)
            .collect::<BTreeSet<_>>()
            .len(),
        108
    );
    assert_eq!(conn.head().await.unwrap(), 109);
    assert_eq!(conn.meta("key").await.unwrap(), None);
    drop(conn);
    assert_eq!(store.check().await.unwrap(), []);
    failed
}

async fn jobs_that_wait_are_committed_together(db: Database) {
    let store = db.open().await;
    let (transactions, jobs) = store.commits();
    let all = (0..100).map(|n| {
        let key = format!("{n} {}", command_id());
        store.write(move |txn| {
            let key = key.clone();
            Box::pin(async move { txn.set_meta(&key, "").await })
        })
    });
    assert!(
        together(&store, all)
            .await
            .into_iter()
            .all(|outcome| outcome.is_ok())
    );
    let after = store.commits();
    assert_eq!(
        (after.0 - transactions, after.1 - jobs),
        (2, 101),
        "the gate, then a hundred at once"
    );
}
